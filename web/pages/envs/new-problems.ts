import type { Reading } from './editor/reading.ts';
import { problemsOf } from './mends.ts';

/** The lines that are wrong now and were not when it was stored: a file that came in wrong can still be changed. */
export function newProblems({ text, stored, problems }: Pick<Reading, 'text' | 'stored' | 'problems'>): number[] {
  if (problems.length === 0) return [];
  const known = new Set(problemsOf(stored).map(({ line }) => lineAt(stored, line)));
  return problems.filter(({ line }) => !known.has(lineAt(text, line))).map(({ line }) => line);
}

function lineAt(text: string, line: number): string | undefined {
  return text.split('\n')[line - 1];
}
