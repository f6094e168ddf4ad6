import { describe, expect, it } from 'vitest';
import { readRecoveryCodes, whyNotKept } from './recovery-list.ts';

describe('readRecoveryCodes', () => {
  it.each([
    ['one a line', 'a1b2c-d3e4f\ng5h6i-j7k8l\r\n', ['a1b2c-d3e4f', 'g5h6i-j7k8l']],
    ['numbered, with a blank inside', '1. 1234 5678\n 10. 8765 4321', ['1234 5678', '8765 4321']],
    ['with boxes and bullets', '☐ aaaa\n- bbbb\n* cccc\n2) dddd', ['aaaa', 'bbbb', 'cccc', 'dddd']],
    [
      'two columns',
      '1111 2222   3333 4444\n5555 6666\t7777 8888',
      ['1111 2222', '3333 4444', '5555 6666', '7777 8888'],
    ],
    ['parted by commas', 'one, two;three', ['one', 'two', 'three']],
    ['codes that look like list numbers', '12345678\n10-20-30\n-abc', ['12345678', '10-20-30', '-abc']],
    ['nothing', ' \n\n', []],
  ])('reads codes %s', (_, text, codes) => {
    expect(readRecoveryCodes(text)).toEqual({ codes, twice: 0 });
  });

  it('keeps a code that stands there twice once, and in its first place', () => {
    expect(readRecoveryCodes('b\na\nb\nb')).toEqual({ codes: ['b', 'a'], twice: 2 });
  });
});

describe('whyNotKept', () => {
  it('refuses more codes than the server keeps, and longer ones, and nothing else', () => {
    const many = (length: number) => ({ codes: Array.from({ length }, (_, at) => `code${at}`), twice: 0 });
    expect(whyNotKept(many(50))).toBeNull();
    expect(whyNotKept(many(51))).toContain('51 codes');
    expect(whyNotKept({ codes: ['x'.repeat(255)], twice: 0 })).toBeNull();
    expect(whyNotKept({ codes: ['x'.repeat(256)], twice: 0 })).toContain('255');
  });
});
