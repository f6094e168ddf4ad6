import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntegrityError } from './aead.ts';
import { type Dek, newDek } from './dek.ts';
import { dekIdOf, open, type Place, seal, secretBytes } from './envelope.ts';

const dek = newDek('owner');
const place: Place = {
  table: 'entry',
  rowId: 'row',
  ownerId: 'owner',
  column: 'envelope',
  version: 1,
  within: ['category', 'Shop', null],
};

describe('an envelope', () => {
  it('opens to the same text at its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const wellFormed = text.toWellFormed();
        expect(open(dek, place, seal(dek, place, wellFormed))).toBe(wellFormed);
      }),
    );
  });

  it('never looks the same twice', () => {
    expect(seal(dek, place, 'secret')).not.toBe(seal(dek, place, 'secret'));
  });

  it('names its DEK and tells the size of its secret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const envelope = seal(dek, place, text);
        expect(dekIdOf(envelope)).toBe(dek.id);
        expect(secretBytes(envelope)).toBe(Buffer.byteLength(text));
      }),
    );
  });

  const moves: Record<string, Partial<Place>> = {
    'another table': { table: 'env_file' },
    'another row': { rowId: 'row2' },
    'another owner': { ownerId: 'owner2' },
    'another column': { column: 'notes' },
    'another version': { version: 2 },
    'another category': { within: ['category2', 'Shop', null] },
    'a list of the same text': { within: ['categoryShop', null] },
    'an empty text where there was none': { within: ['category', 'Shop', ''] },
    'a longer list': { within: ['category', 'Shop', null, null] },
  };
  for (const [what, move] of Object.entries(moves)) {
    it(`does not open at ${what}`, () => {
      const envelope = seal(dek, place, 'secret');
      expect(() => open(dek, { ...place, ...move }, envelope)).toThrow(IntegrityError);
    });
  }

  it('does not open with any bit changed', () => {
    const [format, id, text] = seal(dek, place, 'secret').split('.');
    const bytes = Buffer.from(text ?? '', 'base64url');
    fc.assert(
      fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
        const altered = Buffer.from(bytes);
        altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(() => open(dek, place, `${format}.${id}.${altered.toString('base64url')}`)).toThrow(IntegrityError);
      }),
      { numRuns: bytes.length * 8 },
    );
  });

  it('does not open with its tag cut short', () => {
    const [format, id, text] = seal(dek, place, 'secret').split('.');
    const bytes = Buffer.from(text ?? '', 'base64url');
    for (let cut = 1; cut <= 16; cut++) {
      const short = bytes.subarray(0, bytes.length - cut).toString('base64url');
      expect(() => open(dek, place, `${format}.${id}.${short}`)).toThrow(IntegrityError);
    }
  });

  it('opens at no place but its own, whatever the two are called', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, (one, other) => {
        fc.pre(spelt(one) !== spelt(other));
        const envelope = seal(dek, one, 'secret');
        expect(open(dek, one, envelope)).toBe('secret');
        expect(() => open(dek, other, envelope)).toThrow(IntegrityError);
      }),
      { numRuns: 500 },
    );
  });

  it('does not open with any one field of its place changed', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, fc.constantFrom(...fields), (one, other, field) => {
        const moved = { ...one, [field]: other[field] };
        fc.pre(spelt(one) !== spelt(moved));
        expect(() => open(dek, moved, seal(dek, one, 'secret'))).toThrow(IntegrityError);
      }),
      { numRuns: 500 },
    );
  });

  it('does not open when text moves from one field of its place into the next', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 6 }),
        fc.nat({ max: 6 }),
        fc.nat({ max: 6 }),
        (text, one, other) => {
          const split = (at: number) => ({ ...place, ownerId: text.slice(0, at), column: text.slice(at) });
          fc.pre(spelt(split(one)) !== spelt(split(other)));
          expect(() => open(dek, split(other), seal(dek, split(one), 'secret'))).toThrow(IntegrityError);
        },
      ),
    );
  });

  it('does not open with bytes cut off, put in or taken over from another', () => {
    const bytesOf = (text: string) => Buffer.from(seal(dek, place, text).split('.')[2] ?? '', 'base64url');
    const [one, twin] = [bytesOf('secret'), bytesOf('secret')];
    const at = fc.nat({ max: one.length });
    fc.assert(
      fc.property(at, at, fc.uint8Array({ maxLength: 20 }), fc.boolean(), (from, to, more, fromTwin) => {
        const [start, end] = [Math.min(from, to), Math.max(from, to)];
        const middle = fromTwin ? twin.subarray(start, end) : more;
        const altered = Buffer.concat([one.subarray(0, start), middle, one.subarray(end)]);
        fc.pre(!altered.equals(one) && !altered.equals(twin));
        const envelope = `k1.${dek.id}.${altered.toString('base64url')}`;
        expect(() => open(dek, place, envelope)).toThrow(IntegrityError);
      }),
      { numRuns: 500 },
    );
  });

  it('does not open under the name of another DEK, though the key be the same', () => {
    const renamed: Dek = { ...dek, id: newDek('owner').id };
    const envelope = seal(dek, place, 'secret');
    expect(() => open(renamed, place, envelope)).toThrow(IntegrityError);
    expect(() => open(renamed, place, envelope.replace(dek.id, renamed.id))).toThrow(IntegrityError);
  });

  it('does not open under another DEK, even one that takes its name', () => {
    const other = newDek('owner');
    const impostor: Dek = { ...other, id: dek.id };
    const envelope = seal(dek, place, 'secret');
    expect(() => open(other, place, envelope)).toThrow(IntegrityError);
    expect(() => open(impostor, place, envelope)).toThrow(IntegrityError);
  });

  it('has one spelling only', () => {
    const envelope = seal(dek, place, 'secret!');
    const spellings = [
      '',
      'secret!',
      ` ${envelope}`,
      `${envelope} `,
      `${envelope}=`,
      `${envelope}\n`,
      envelope.replace('k1.', 'k2.'),
      envelope.replace('k1.', 'K1.'),
      envelope.replace('.', '..'),
      envelope.replaceAll('-', '+').replaceAll('_', '/').concat('='),
      envelope.replace(dek.id, dek.id.toUpperCase()),
      withSpareBitsSet(seal(dek, place, 'secret')),
    ];
    for (const spelling of spellings) expect(() => open(dek, place, spelling)).toThrow(IntegrityError);
  });

  it('does not open with any character put in, left out or replaced', () => {
    const envelope = seal(dek, place, 'secret!');
    const characters = fc.oneof(fc.constantFrom(...'.=+/-_ \n\0kK1'), fc.string({ unit: 'binary', maxLength: 2 }));
    fc.assert(
      fc.property(fc.nat({ max: envelope.length }), fc.nat({ max: 2 }), characters, (at, length, text) => {
        const altered = envelope.slice(0, at) + text + envelope.slice(at + length);
        fc.pre(altered !== envelope);
        expect(() => open(dek, place, altered)).toThrow(IntegrityError);
      }),
      { numRuns: 2_000 },
    );
  });
});

const anyText = fc.string({ unit: fc.constantFrom(...'ab,.:"\0é'), maxLength: 3 });
const anyPlace: fc.Arbitrary<Place> = fc.record({
  table: anyText,
  rowId: anyText,
  ownerId: anyText,
  column: anyText,
  version: fc.integer({ min: 1, max: 12 }),
  within: fc.array(fc.option(anyText), { maxLength: 3 }),
});
const fields = ['table', 'rowId', 'ownerId', 'column', 'version', 'within'] as const;
const spelt = (one: Place) => JSON.stringify(fields.map((field) => one[field]));

/** The last character of base64 that encodes 34 bytes has spare bits: another character decodes to the same bytes. */
function withSpareBitsSet(envelope: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const next = alphabet.charAt(alphabet.indexOf(envelope.slice(-1)) + 1);
  const twin = envelope.slice(0, -1) + next;
  const bytesOf = (text: string) => Buffer.from(text.split('.')[2] ?? '', 'base64url').toString('hex');
  expect(bytesOf(twin)).toBe(bytesOf(envelope));
  return twin;
}
