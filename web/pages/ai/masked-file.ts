import { piecesOf } from '#web/pages/envs/pieces.ts';

/** A line of a file as it may be seen by anyone: names and comments, never a value. */
export type MaskedLine = { line: number; comment: string | null; name: string | null };

/**
 * A .env with its values left out. A value of several lines is one line here, and what is neither a comment nor a
 * variable is taken for secret.
 */
export function maskedLines(text: string): MaskedLine[] {
  return piecesOf(text)
    .filter(({ text: own, name }) => name !== null || own.trim() !== '')
    .map(({ text: own, line, name }) => {
      if (name !== null) return { line, comment: null, name };
      return { line, comment: own.trimStart().startsWith('#') ? own : null, name: null };
    });
}
