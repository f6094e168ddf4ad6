import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { returnTo } from './keycloak-return-to.ts';

const takes = (value: string) => returnTo.safeParse(value).success;

describe('where a sign-in leads', () => {
  it.each(['/', '/entries', '/entries?search=a%20b&x=1#top', '/projects/Grün'])('takes the path %j', (path) => {
    expect(takes(path)).toBe(true);
  });

  it.each([
    '',
    'entries',
    'https://evil.example/',
    'javascript:alert(1)',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/a\\b',
    '/\u0000',
    '/\u007f',
    '/\ud800',
    `/${'a'.repeat(2000)}`,
  ])('refuses %j', (value) => {
    expect(takes(value)).toBe(false);
  });

  it('takes nothing that a browser reads as another site', () => {
    const odd = fc.constantFrom('/', '\\', '\t', '\n', '\r', '.', '..', '@', ':', '?', '#', 'evil.example', 'http:');
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 8 }), (parts) => {
        const value = `/${parts.join('')}`;
        fc.pre(takes(value));
        expect(new URL(value, 'https://kagi.example').origin).toBe('https://kagi.example');
      }),
      { numRuns: 2000 },
    );
  });
});
