import { describe, expect, it } from 'vitest';
import { IntegrityError } from './aead.ts';
import { fingerprint, newDek, unwrapDek, wrapDek } from './dek.ts';
import { demandRowMac, keyedHash, newInstanceKey, openInstanceKey, rowMac, sameText } from './instance.ts';
import { kekEntryOf, keksOf, newKek } from './keks.ts';

const first = newKek();
const second = newKek();
const keks = keksOf([first, second]);

describe('a ring of KEKs', () => {
  it('wraps under its first key and opens with any', () => {
    const dek = newDek('owner');
    const wrapped = wrapDek(keks, dek);
    expect(wrapped.kekId).toBe(first.id);
    expect(unwrapDek(keksOf([second, first]), wrapped)).toEqual(dek);
  });

  it('names a key by the first 8 digits of its SHA-256', () => {
    // SHA-256 of 32 zero bytes begins with 66687aad.
    expect(kekEntryOf('0'.repeat(64)).id).toBe('66687aad');
  });

  it.each([
    ['no key', []],
    ['a short key', [{ id: 'a', hex: 'ab' }]],
    ['a key that is not hex', [{ id: 'a', hex: 'z'.repeat(64) }]],
    ['an odd id', [{ id: 'a b', hex: 'a'.repeat(64) }]],
    ['one id twice', [first, { ...second, id: first.id }]],
  ])('refuses %s with a sentence that shows no key', (_, entries) => {
    expect(() => keksOf(entries)).toThrow(RangeError);
    try {
      keksOf(entries);
    } catch (error) {
      for (const { hex } of entries) expect(String(error)).not.toContain(hex);
    }
  });
});

describe('a wrapped DEK', () => {
  const stored = wrapDek(keks, newDek('owner'));

  it.each([
    ['another owner', { ...stored, ownerId: 'other' }],
    ['another id', { ...stored, id: newDek('owner').id }],
    ['another KEK', { ...stored, kekId: second.id }],
    ['a KEK that is not in the ring', { ...stored, kekId: 'gone' }],
    ['the wrapped key of another', { ...stored, wrapped: wrapDek(keks, newDek('owner')).wrapped }],
  ])('does not open for %s', (_, altered) => {
    expect(() => unwrapDek(keks, altered)).toThrow(IntegrityError);
  });
});

describe('a fingerprint', () => {
  it('is equal for equal secrets of one owner alone', () => {
    const dek = newDek('owner');
    expect(fingerprint(dek, 'a')).toBe(fingerprint(dek, 'a'));
    expect(fingerprint(dek, 'a')).not.toBe(fingerprint(dek, 'b'));
    expect(fingerprint(dek, 'a')).not.toBe(fingerprint(newDek('owner'), 'a'));
    expect(fingerprint(dek, 'a')).not.toContain('a'.repeat(40));
  });
});

describe('the instance key', () => {
  const stored = newInstanceKey(keks);
  const instance = openInstanceKey(keks, stored);

  it('opens again to the same keys, one for each purpose', () => {
    expect(openInstanceKey(keks, stored)).toEqual(instance);
    const keys = Object.values(instance.keys).map((key) => Buffer.from(key).toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('does not open with another ring', () => {
    expect(() => openInstanceKey(keksOf([newKek()]), stored)).toThrow(IntegrityError);
    expect(() => openInstanceKey(keksOf([{ ...newKek(), id: first.id }]), stored)).toThrow(IntegrityError);
  });

  it('hashes one text differently for each purpose', () => {
    expect(keyedHash(instance, 'session', 'token')).not.toBe(keyedHash(instance, 'access-key', 'token'));
  });

  it('refuses a row with any field changed, joined, or given to another table', () => {
    const row = { table: 'session', rowId: 'r' };
    const mac = rowMac(instance, 'session', ['a', 'b', null]);
    demandRowMac(instance, mac, row, ['a', 'b', null]);
    const others: [string, (string | null)[]][] = [
      ['session', ['a', 'c', null]],
      ['session', ['ab', '', null]],
      ['session', ['a', 'b', '']],
      ['session', ['a', 'b']],
      ['access_key', ['a', 'b', null]],
    ];
    for (const [table, fields] of others) {
      expect(() => demandRowMac(instance, mac, { table, rowId: 'r' }, fields)).toThrow(IntegrityError);
    }
    expect(() => demandRowMac(instance, '', row, ['a', 'b', null])).toThrow(IntegrityError);
  });
});

describe('sameText', () => {
  it('tells equal from different, whatever the lengths', () => {
    expect(sameText('a', 'a')).toBe(true);
    expect(sameText('a', 'b')).toBe(false);
    expect(sameText('a', 'aa')).toBe(false);
  });
});
