import { expect, it } from 'vitest';
import { maskedLines } from './masked-file.ts';

it('shows names and comments, and nothing of a value', () => {
  const file = [
    '# OpenAI — blog (development)',
    'OPENAI_API_KEY=sk-SECRET1',
    '',
    '# Google — blog (local)',
    "PRIVATE_KEY='-----BEGIN",
    '# SECRET2',
    "SECRET3=x'",
    'SECRET4 that nobody understands',
    '',
  ].join('\n');
  const lines = maskedLines(file);
  expect(JSON.stringify(lines)).not.toContain('SECRET');
  expect(lines).toEqual([
    { line: 1, comment: '# OpenAI — blog (development)', name: null },
    { line: 2, comment: null, name: 'OPENAI_API_KEY' },
    { line: 4, comment: '# Google — blog (local)', name: null },
    { line: 5, comment: null, name: 'PRIVATE_KEY' },
    { line: 8, comment: null, name: null },
  ]);
});
