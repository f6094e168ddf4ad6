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
});

/** The last character of base64 that encodes 34 bytes has spare bits: another character decodes to the same bytes. */
function withSpareBitsSet(envelope: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const next = alphabet.charAt(alphabet.indexOf(envelope.slice(-1)) + 1);
  const twin = envelope.slice(0, -1) + next;
  const bytesOf = (text: string) => Buffer.from(text.split('.')[2] ?? '', 'base64url').toString('hex');
  expect(bytesOf(twin)).toBe(bytesOf(envelope));
  return twin;
}
