import { type EditorState, Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { Edit } from '#web/pages/envs/mends.ts';
import { newProblems } from '#web/pages/envs/new-problems.ts';
import { readingIn, storedAs } from './reading.ts';

/** Makes edits of the draft as one step, which the editor's own undo takes back. */
export function apply(view: EditorView, edits: readonly Edit[]): void {
  view.dispatch({ changes: edits.map(({ from, to, insert }) => ({ from, to, insert: textOf(insert) })) });
}

/** Mends a line, where it is known how. */
export function mendLine(view: EditorView, line: number): void {
  const edits = readingIn(view.state).problems.find((problem) => problem.line === line)?.mend?.edits;
  if (edits === undefined) return;
  apply(view, edits);
  view.focus();
}

/** Mends the wrong line nearest below the cursor, or the first one. */
export function mendNext(view: EditorView): void {
  const { problems } = readingIn(view.state);
  const line = cursorOf(view.state).line;
  const next = problems.find((problem) => problem.line >= line) ?? problems[0];
  if (next === undefined) return;
  if (next.mend === null) goToLine(view, next.line);
  else mendLine(view, next.line);
}

export function goToLine(view: EditorView, line: number): void {
  const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  view.focus();
}

/** Puts a text where the cursor is, or in place of what is selected. */
export function insert(view: EditorView, text: string): void {
  view.dispatch(view.state.replaceSelection(textOf(text)), { scrollIntoView: true, userEvent: 'input.paste' });
  view.focus();
}

/** Makes the whole draft another text. */
export function replaceAll(view: EditorView, text: string): void {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: textOf(text) } });
}

/** Adds text behind the last line, and goes there. */
export function append(view: EditorView, text: string): void {
  const { length } = view.state.doc;
  view.dispatch({
    changes: { from: length, insert: textOf(text) },
    selection: { anchor: length },
    effects: EditorView.scrollIntoView(length, { y: 'center' }),
  });
  view.focus();
}

/** What is to be stored; null where nothing differs, or a line went wrong: then the cursor goes there. */
export function textToSave(view: EditorView): string | null {
  const reading = readingIn(view.state);
  const [wrong] = newProblems(reading);
  if (wrong !== undefined) goToLine(view, wrong);
  return wrong !== undefined || reading.changes.list.length === 0 ? null : reading.text;
}

/** Tells the draft that another text is stored now. */
export function tellStored(view: EditorView, text: string): void {
  view.dispatch({ effects: storedAs.of(text) });
}

export type Cursor = { line: number; column: number };

export function cursorOf(state: EditorState): Cursor {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  return { line: line.number, column: head - line.from + 1 };
}

/** Lines as the draft has them: a carriage return within one is a character of it. */
export function textOf(text: string): Text {
  return Text.of(text.split('\n'));
}
