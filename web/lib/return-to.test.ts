import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { returnTo, signInAddress } from './return-to.ts';

beforeEach(() => vi.stubGlobal('location', { origin: 'https://vault.example' }));
afterEach(() => vi.unstubAllGlobals());

it.each([
  ['', '/'],
  ['?returnTo=%2Fkeys%3Fq%3Dx%23y', '/keys?q=x#y'],
  ['?returnTo=https%3A%2F%2Fevil.example', '/'],
  ['?returnTo=%2F%2Fevil.example', '/'],
  ['?returnTo=%2F%5Cevil.example', '/'],
  ['?returnTo=%2F%09%2Fevil.example', '/'],
  ['?returnTo=javascript%3Aalert(1)', '/'],
  ['?returnTo=keys', '/'],
])('after %s leads to %s', (search, path) => {
  expect(returnTo(search)).toBe(path);
});

it('sign-in is told where the reader was', () => {
  // Only these three parts of a location are read.
  const at = (pathname: string, search = '') => ({ pathname, search, hash: '' }) as Location;
  expect(signInAddress(at('/'))).toBe('/sign-in');
  const address = signInAddress(at('/keys', '?q=a b'));
  expect(returnTo(address.slice('/sign-in'.length))).toBe('/keys?q=a%20b');
});
