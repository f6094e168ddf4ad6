import type { Extraction } from '#shared/ai.ts';
import type { Environment } from '#shared/entries.ts';

/** One line of a plan: an entry to open, or a secret to make. */
export type PlanRow = {
  key: string;
  /** As they will stand in the file; none: it is a file itself, which a .env cannot hold. */
  variables: readonly string[];
  reason: string;
} & (
  | { kind: 'entry'; category: string; project: string; environment: Environment }
  | { kind: 'made'; format: string; bytes: number }
);

/** A line of the file as it will be: a comment, or a variable whose value nobody has opened. */
export type FileLine = { kind: 'comment' | 'variable'; text: string };

export function rowsOf({ entries, generated }: Extraction): PlanRow[] {
  const opened = entries.map(({ id, category, name, environment, variables, reason, rename = {} }): PlanRow => {
    const renamed = (variable: string) => (Object.hasOwn(rename, variable) ? rename[variable] : null) ?? variable;
    return { kind: 'entry', key: id, variables: variables.map(renamed), category, project: name, environment, reason };
  });
  const made = generated.map(
    ({ name, format, bytes, reason }): PlanRow => ({
      kind: 'made',
      key: `make ${name}`,
      variables: [name],
      format,
      bytes,
      reason,
    }),
  );
  return [...opened, ...made];
}

export const canBeChosen = ({ variables }: PlanRow): boolean => variables.length > 0;

/** What is chosen before anyone looked: all that writes something. */
export function firstChoice(rows: readonly PlanRow[]): ReadonlySet<string> {
  return new Set(rows.filter(canBeChosen).map(({ key }) => key));
}

/** The file of the chosen lines, as near to what the server will write as names alone come. */
export function fileOf(rows: readonly PlanRow[], chosen: ReadonlySet<string>): FileLine[] {
  return rows
    .filter(({ key }) => chosen.has(key))
    .flatMap((row) => [
      { kind: 'comment', text: commentOf(row) },
      ...row.variables.map((text): FileLine => ({ kind: 'variable', text })),
    ]);
}

/** How many entries a choice opens, and how many secrets it makes. */
export function amountsOf(rows: readonly PlanRow[], chosen: ReadonlySet<string>): { opened: number; made: number } {
  const those = rows.filter(({ key }) => chosen.has(key));
  const opened = those.filter(({ kind }) => kind === 'entry').length;
  return { opened, made: those.length - opened };
}

/** The file that is usually meant: the environment's own where all entries are of one, else plain. */
export function fileTypeFor(rows: readonly PlanRow[], chosen: ReadonlySet<string>): string {
  const environments = rows.flatMap((row) => (row.kind === 'entry' && chosen.has(row.key) ? [row.environment] : []));
  const [only, other] = new Set(environments);
  return only !== undefined && other === undefined ? `env.${only}` : 'env';
}

function commentOf(row: PlanRow): string {
  if (row.kind === 'made') return `# generated: ${row.bytes} random bytes as ${row.format}`;
  return `# ${row.category} — ${row.project} (${row.environment})`;
}
