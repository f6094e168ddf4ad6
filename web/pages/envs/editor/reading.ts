import { type EditorState, type Extension, StateEffect, StateField, type Transaction } from '@codemirror/state';
import { type Changes, changesOf } from '#web/pages/envs/changes.ts';
import { type Problem, problemsOf } from '#web/pages/envs/mends.ts';

/** What is to be known of the draft beside its text. */
export type Reading = {
  /** The draft, and what is stored, with line feeds. */
  text: string;
  stored: string;
  problems: readonly Problem[];
  changes: Changes;
  /** The line that is being typed into: what is wrong there is not said before its end. */
  typedLine: number | null;
};

/** Says that this is now what is stored: it was saved, or is another's. */
export const storedAs = StateEffect.define<string>();

const field = StateField.define<Reading>({
  create: (state) => readingOf(state.doc.toString(), state.doc.toString()),
  update: (before, transaction) => {
    const told = transaction.effects.find((effect) => effect.is(storedAs));
    if (!transaction.docChanged && told === undefined) return withTypedLine(before, transaction);
    const text = transaction.docChanged ? transaction.newDoc.toString() : before.text;
    const stored = told === undefined ? before.stored : told.value;
    return withTypedLine(readingOf(text, stored), transaction);
  },
});

export const reading: Extension = field;

export function readingIn(state: EditorState): Reading {
  return state.field(field);
}

function readingOf(text: string, stored: string): Reading {
  return { text, stored, problems: problemsOf(text), changes: changesOf(stored, text), typedLine: null };
}

function withTypedLine(now: Reading, transaction: Transaction): Reading {
  const { state, docChanged, startState } = transaction;
  const line = state.doc.lineAt(state.selection.main.head).number;
  const before = startState.field(field, false)?.typedLine ?? null;
  const isTyped = docChanged ? transaction.isUserEvent('input') || transaction.isUserEvent('delete') : line === before;
  return { ...now, typedLine: isTyped ? line : null };
}
