import { describe, expect, test } from 'vitest';
import { missingFrom, spaced } from './append.ts';

const OFFERED = '# Stripe — Shop\nSTRIPE=sk\n# R2 — Shop\nR2_ID="a\nb"\nR2_KEY=k\n# ssh: left out\n';

describe('missingFrom', () => {
  test('takes what the draft lacks, each with the comment above it', () => {
    expect(missingFrom('A=1\n', OFFERED)).toEqual({
      text: '# Stripe — Shop\nSTRIPE=sk\n# R2 — Shop\nR2_ID="a\nb"\nR2_KEY=k\n',
      added: ['STRIPE', 'R2_ID', 'R2_KEY'],
      present: [],
    });
  });

  test('leaves what the draft has alone, with its comment, even where its value is wrong', () => {
    const missing = missingFrom('STRIPE="own\n', OFFERED);
    expect(missing.present).toEqual(['STRIPE']);
    expect(missing.text).toBe('# R2 — Shop\nR2_ID="a\nb"\nR2_KEY=k\n');
  });

  test('takes a variable that is offered twice once', () => {
    expect(missingFrom('', 'A=1\nA=2')).toEqual({ text: 'A=1\n', added: ['A'], present: ['A'] });
  });
});

test.each([
  ['', 'B=2\n'],
  ['A=1\n', '\nB=2\n'],
  ['A=1', '\n\nB=2\n'],
  ['A=1\n\n', 'B=2\n'],
])('behind %j an empty line parts it from what is there', (draft, text) => {
  expect(spaced(draft, 'B=2\n')).toBe(text);
});
