import { expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { newInstanceKey, openInstanceKey } from '#server/crypto/instance.ts';
import { keksOf, newKek } from '#server/crypto/keks.ts';
import { readCheckpoint, signCheckpoint } from './checkpoint.ts';

function newInstance() {
  const keks = keksOf([newKek()]);
  return openInstanceKey(keks, newInstanceKey(keks));
}

const instance = newInstance();
const head = (sequence: number) => ({ chainId: newId(), sequence, hash: sequence.toString(16).padStart(64, '0') });
const checkpoint = { at: new Date('2026-11-24T08:00:00.123Z'), heads: [head(1), head(2_000_000_000)] };
const line = signCheckpoint(instance, checkpoint);

test('is one word, and reads back as it was', () => {
  expect(line).toMatch(/^c1\/2026-11-24T08:00:00\.123Z\/\S+$/);
  expect(readCheckpoint(instance, ` ${line}\n`)).toEqual(checkpoint);
});

test('refuses a checkpoint of another vault', () => {
  expect(() => readCheckpoint(newInstance(), line)).toThrow('was not signed by this vault, or it was changed.');
});

test('refuses a checkpoint with any sign changed', () => {
  const accepted = Array.from(line, (sign, place) => {
    const forged = line.slice(0, place) + (sign === '1' ? '2' : '1') + line.slice(place + 1);
    return isRead(forged) ? forged : null;
  });
  expect(accepted.filter((forged) => forged !== null)).toEqual([]);
});

test('refuses a checkpoint that lost one of its heads', () => {
  expect(() => readCheckpoint(instance, line.replace(/\/[^/,]+,/, '/'))).toThrow('was not signed by this vault');
});

test.each([
  ['', 'This is no checkpoint'],
  ['c2/2026-11-24T08:00:00.000Z/x/y', 'This is no checkpoint'],
  ['c1/yesterday/x/y', 'This is no checkpoint'],
  [`${line}/more`, 'This is no checkpoint'],
  ['c1/2026-11-24T08:00:00.000Z//m1', 'The checkpoint is cut or misspelt.'],
  [line.slice(0, 60), 'The checkpoint is cut or misspelt.'],
])('refuses "%s"', (text, sentence) => {
  expect(() => readCheckpoint(instance, text)).toThrow(sentence);
});

function isRead(text: string): boolean {
  try {
    readCheckpoint(instance, text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
