import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnswer } from './answer.ts';
import { ModelUnavailable } from './picker.ts';

test('reads entries and secrets, and gives a reason where there is none', () => {
  const text = '{"entries":[{"id":"c1"}],"generated":[{"name":"A","format":"hex","bytes":32}]}';
  expect(readAnswer(text)).toEqual({
    entries: [{ id: 'c1', reason: 'chosen by the model' }],
    generated: [{ name: 'A', format: 'hex', bytes: 32, reason: 'asked for' }],
  });
});

test('reads no more than 200 entries and 20 secrets', () => {
  const entries = Array.from({ length: 5000 }, (_, index) => ({ id: `c${index}` }));
  const generated = Array.from({ length: 5000 }, (_, index) => ({ name: `A${index}`, format: 'hex', bytes: 32 }));
  const answer = readAnswer(JSON.stringify({ entries, generated }));
  expect([answer.entries.length, answer.generated.length]).toEqual([200, 20]);
});

test('whatever text comes, it is an answer or the model is unavailable', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        return Array.isArray(readAnswer(text).entries);
      } catch (error) {
        return error instanceof ModelUnavailable;
      }
    }),
  );
});

test.each(['<think>', '```', '{', '{"', '[', '}{'])(
  'an answer full of %s costs no time that grows with its square',
  (piece) => {
    const started = performance.now();
    expect(() => readAnswer(piece.repeat(250_000 / piece.length))).toThrow(ModelUnavailable);
    expect(performance.now() - started).toBeLessThan(2000);
  },
);
