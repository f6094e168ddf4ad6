import { type EditorState, type Extension, StateEffect, StateField, type Transaction } from '@codemirror/state';
import { type Statement, statementsOf } from '#shared/dotenv/read.ts';
import { type Changes, changesBetween } from '#web/pages/envs/changes.ts';
import { type Problem, problemsOf } from '#web/pages/envs/mends.ts';
import { type Piece, piecesOf } from '#web/pages/envs/pieces.ts';

/** What is to be known of the draft beside its text. */
export type Reading = {
  /** The draft, and what is stored, with line feeds. */
  text: string;
  stored: string;
  /** What the draft is made of, and what is stored: read once, for colours, faults and changes alike. */
  statements: readonly Statement[];
  storedPieces: readonly Piece[];
  problems: readonly Problem[];
  changes: Changes;
  /** The line that is being typed into: what is wrong there is not said before its end. */
  typedLine: number | null;
};

/** Says that this is now what is stored: it was saved, or is another's. */
export const storedAs = StateEffect.define<string>();

const field = StateField.define<Reading>({
  create: ({ doc }) => readingOf(doc.toString(), storedOf(doc.toString())),
  update: (before, transaction) => {
    const told = transaction.effects.find((effect) => effect.is(storedAs));
    if (!transaction.docChanged && told === undefined) return withTypedLine(before, transaction);
    const text = transaction.docChanged ? transaction.newDoc.toString() : before.text;
    return withTypedLine(readingOf(text, told === undefined ? before : storedOf(told.value)), transaction);
  },
});

export const reading: Extension = field;

export function readingIn(state: EditorState): Reading {
  return state.field(field);
}

type Stored = Pick<Reading, 'stored' | 'storedPieces'>;

const storedOf = (stored: string): Stored => ({ stored, storedPieces: piecesOf(stored) });

function readingOf(text: string, { stored, storedPieces }: Stored): Reading {
  const statements = [...statementsOf(text)];
  const problems = problemsOf(text, statements);
  const changes = changesBetween(storedPieces, piecesOf(text, statements), text);
  return { text, stored, statements, storedPieces, problems, changes, typedLine: null };
}

function withTypedLine(now: Reading, transaction: Transaction): Reading {
  const { state, docChanged, startState } = transaction;
  const line = state.doc.lineAt(state.selection.main.head).number;
  const before = startState.field(field, false)?.typedLine ?? null;
  const isTyped = docChanged ? transaction.isUserEvent('input') || transaction.isUserEvent('delete') : line === before;
  return { ...now, typedLine: isTyped ? line : null };
}
