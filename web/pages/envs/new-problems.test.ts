import { expect, test } from 'vitest';
import { problemsOf } from './mends.ts';
import { newProblems } from './new-problems.ts';

const wrong = (stored: string, text: string) => newProblems({ stored, text, problems: problemsOf(text) });

test('names the lines that went wrong since', () => {
  expect(wrong('A=1\nB=2', 'A=1\nB="2')).toEqual([2]);
});

test('lets a line be that was wrong before, wherever it stands now', () => {
  expect(wrong('A=1\nwhat', 'A=1\nB=2\nwhat')).toEqual([]);
});
