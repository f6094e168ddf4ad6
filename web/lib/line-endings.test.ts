import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLines, storedForm } from './line-endings.ts';

describe('readLines', () => {
  test('gives every text back to the byte', () => {
    const any = fc.array(fc.constantFrom('a', '\r', '\n', '\r\n', '')).map((parts) => parts.join(''));
    fc.assert(fc.property(any, (text) => storedForm(readLines(text)) === text));
  });

  test('edits a file of Windows without its carriage returns', () => {
    expect(readLines('A=1\r\nB=2\r\n')).toEqual({ text: 'A=1\nB=2\n', ending: '\r\n' });
  });

  test('leaves a carriage return alone where the lines do not agree', () => {
    expect(readLines('A=1\r\nB=2\n')).toEqual({ text: 'A=1\r\nB=2\n', ending: '\n' });
    expect(readLines('A=1\r\nB=\r2\r\n').ending).toBe('\n');
  });
});
