import { describe, expect, it } from 'vitest';
import type { TwoFactor } from '#shared/two-factor.ts';
import type { MovedToken } from './migration.ts';
import { scannedOf, withMoved } from './picked.ts';

const EXPORT =
  'otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZSABKAEwAhABGAEgACjr4JKK%2B%2F%2F%2F%2F%2F8B';
const moved = (service: string, more: Partial<MovedToken> = {}): MovedToken => ({
  service,
  accountName: 'mara',
  issuer: service,
  secret: 'JBSWY3DP',
  algorithm: 'SHA1',
  digits: 6,
  problem: null,
  ...more,
});
// Only the names are looked at.
const here = (service: string, accountName: string | null) => ({ service, accountName }) as TwoFactor;

describe('scannedOf', () => {
  it('takes the address of a token, though other codes are in the picture', () => {
    const address = 'otpauth://totp/a?secret=JBSWY3DP';
    expect(scannedOf(['https://example.com', ` ${address}`])).toEqual({ kind: 'address', address });
  });

  it('takes the tokens of an export', () => {
    expect(scannedOf([EXPORT])).toMatchObject({ kind: 'export', part: 1, parts: 1, tokens: [{ service: 'Example' }] });
  });

  it('says what else it is', () => {
    expect(scannedOf([])).toMatchObject({ kind: 'other', why: expect.stringContaining('no QR code') });
    expect(scannedOf(['https://x'])).toMatchObject({
      kind: 'other',
      why: expect.stringContaining('not of a two-factor'),
    });
    expect(scannedOf([`${EXPORT.slice(0, 60)}`])).toMatchObject({
      kind: 'other',
      why: expect.stringContaining('damaged'),
    });
  });
});

describe('withMoved', () => {
  it('chooses what is new, and neither what is here nor what cannot be kept', () => {
    const tokens = [moved('GitHub'), moved('AWS', { accountName: '' }), moved('Old', { problem: 'no' })];
    const picked = withMoved([], tokens, [here('AWS', null), here('GitHub', 'other')]);
    expect(picked.map(({ service, isChosen, isHere }) => [service, isChosen, isHere])).toEqual([
      ['GitHub', true, false],
      ['AWS', false, true],
      ['Old', false, false],
    ]);
  });

  it('adds the next part of an export, keeps what was chosen, and takes nothing twice', () => {
    const first = withMoved([], [moved('A'), moved('B')], []).map((token) => ({ ...token, isChosen: false }));
    const all = withMoved(first, [moved('B'), moved('C')], []);
    expect(all.map(({ service, isChosen }) => [service, isChosen])).toEqual([
      ['A', false],
      ['B', false],
      ['C', true],
    ]);
  });
});
