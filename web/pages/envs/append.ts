import { statementsOf } from '#shared/dotenv/read.ts';

/** What of a dotenv text is missing from another one, comments above each variable included. */
export type Missing = { text: string; added: readonly string[]; present: readonly string[] };

/** Leaves out the variables that a draft has already: they are its own, and may be meant to differ. */
export function missingFrom(draft: string, offered: string): Missing {
  const own = new Set([...statementsOf(draft)].flatMap(({ assignment }) => assignment?.name ?? []));
  const added: string[] = [];
  const present: string[] = [];
  let text = '';
  let comments = '';
  for (const { at, next, assignment } of statementsOf(offered)) {
    const statement = offered.slice(at, next);
    if (assignment === undefined) {
      comments += statement.trim() === '' ? '' : statement;
    } else if (own.has(assignment.name)) {
      present.push(assignment.name);
      comments = '';
    } else {
      added.push(assignment.name);
      own.add(assignment.name);
      text += comments + statement;
      comments = '';
    }
  }
  return { text: ended(text), added, present };
}

/** The text as it is put behind a draft, with an empty line between them. */
export function spaced(draft: string, text: string): string {
  if (text === '' || draft === '' || draft.endsWith('\n\n')) return text;
  return draft.endsWith('\n') ? `\n${text}` : `\n\n${text}`;
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
