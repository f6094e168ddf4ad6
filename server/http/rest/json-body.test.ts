import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from './json-body.ts';

const json = { contentType: 'application/json', encoding: undefined };
const bytes = (text: string) => new TextEncoder().encode(text);
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  throw new Error('It was read.');
}

describe('a JSON body', () => {
  it('is read as JSON.parse reads it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('__proto__'));
        expect(readJson(bytes(text), json)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('may begin with a byte order mark', () => {
    expect(readJson(bytes('\uFEFF{"a":1}'), json)).toEqual({ a: 1 });
  });

  it('may be part of a larger buffer', () => {
    expect(readJson(Buffer.from('xx{"a":1}xx').subarray(2, 9), json)).toEqual({ a: 1 });
  });

  it('may be nested 32 levels deep, and no deeper', () => {
    expect(() => readJson(bytes(nested(32)), json)).not.toThrow();
    expect(messageOf(() => readJson(bytes(nested(33)), json))).toBe('The body is nested deeper than 32 levels.');
  });

  it('ends a bomb of brackets without ado', () => {
    expect(() => readJson(bytes(nested(500_000)), json)).toThrow('nested deeper');
  });

  it('is never quoted by the refusal', () => {
    expect(messageOf(() => readJson(bytes('{"value":s3cret}'), json))).not.toContain('s3cret');
  });

  it.each([[[0xff]], [[0xc3, 0x28]], [[0xed, 0xa0, 0x80]], [[0xc0, 0x80]]])('is refused with the bytes %j', (bad) => {
    const body = Uint8Array.from([...bytes('{"a":"'), ...bad, ...bytes('"}')]);
    expect(() => readJson(body, json)).toThrow('not well-formed JSON in UTF-8');
  });
});
