import { describe, expect, it } from 'vitest';
import type { TwoFactor } from '#shared/two-factor.ts';
import { changeOf, EMPTY_FORM, formOf, inputOf, inputOfMoved, problemsOf, withSecret } from './form.ts';

const GITHUB = 'otpauth://totp/GitHub:mara?secret=JBSWY3DPEHPK3PXP&issuer=GitHub&digits=8';
const token: TwoFactor = {
  id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e33',
  userId: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e00',
  service: 'GitHub',
  accountName: 'mara',
  notes: 'On the old phone.\nToo.',
  issuer: null,
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  hasSecret: true,
  recoveryCodesTotal: 10,
  recoveryCodesLeft: 4,
  createdAt: '2026-11-24T09:00:00.000Z',
  updatedAt: '2026-11-24T09:00:00.000Z',
};
const stored = formOf(token);

describe('withSecret', () => {
  it('fills in the names of an address', () => {
    expect(withSecret(EMPTY_FORM, GITHUB)).toMatchObject({ secret: GITHUB, service: 'GitHub', accountName: 'mara' });
  });

  it('leaves what was typed, and replaces what an earlier address had said', () => {
    const typed = { ...EMPTY_FORM, service: 'Work GitHub' };
    expect(withSecret(typed, GITHUB)).toMatchObject({ service: 'Work GitHub', accountName: 'mara' });
    const again = withSecret(withSecret(EMPTY_FORM, GITHUB), 'otpauth://totp/npm:bot?secret=JBSWY3DP&issuer=npm');
    expect(again).toMatchObject({ service: 'npm', accountName: 'bot', issuer: 'npm' });
  });

  it('takes base32 as it is', () => {
    expect(withSecret(stored, 'jbsw y3dp')).toEqual({ ...stored, secret: 'jbsw y3dp' });
  });
});

describe('inputOf', () => {
  it('says of base32 how codes are made, and leaves that to an address', () => {
    const form = { ...EMPTY_FORM, service: 'AWS', digits: '8', period: '60', algorithm: 'SHA256' as const };
    expect(inputOf({ ...form, secret: 'JBSWY3DP' })).toEqual({
      service: 'AWS',
      accountName: null,
      issuer: null,
      notes: null,
      secret: 'JBSWY3DP',
      algorithm: 'SHA256',
      digits: 8,
      period: 60,
    });
    expect(inputOf({ ...form, secret: GITHUB })).not.toHaveProperty('digits');
  });

  it('sends recovery codes alone where there is no secret', () => {
    const input = inputOf({ ...EMPTY_FORM, service: 'Google', recoveryCodes: '1. aaaa\n2. bbbb' });
    expect(input).toMatchObject({ recoveryCodes: ['aaaa', 'bbbb'] });
    expect(input).not.toHaveProperty('secret');
    expect(input).not.toHaveProperty('period');
  });
});

describe('changeOf', () => {
  it('sends nothing where nothing was changed', () => {
    expect(changeOf(stored, token)).toEqual({ id: token.id });
  });

  it('sends what was changed, and null for what was emptied', () => {
    expect(changeOf({ ...stored, service: 'GitHub work', notes: '  ', digits: '7' }, token)).toEqual({
      id: token.id,
      service: 'GitHub work',
      notes: null,
      digits: 7,
    });
  });

  it('never touches a stored secret that was not typed', () => {
    expect(changeOf({ ...stored, accountName: 'm' }, token)).not.toHaveProperty('secret');
    expect(changeOf({ ...stored, secret: 'JBSWY3DP' }, token)).toMatchObject({ secret: 'JBSWY3DP', period: 30 });
    expect(changeOf({ ...stored, secret: GITHUB }, token)).toEqual({ id: token.id, secret: GITHUB });
    expect(changeOf({ ...stored, removesSecret: true, digits: '8' }, token)).toEqual({ id: token.id, secret: null });
  });

  it('says nothing of how codes are made of a token that has none', () => {
    const bare = { ...token, hasSecret: false, algorithm: null, digits: null, period: null };
    expect(changeOf({ ...formOf(bare), digits: '8' }, bare)).toEqual({ id: token.id });
  });
});

it('finds a period that is no number, and too many recovery codes', () => {
  expect(problemsOf(stored)).toEqual({});
  expect(problemsOf({ ...stored, period: '30s' }).period).toContain('1 to 300');
  const codes = Array.from({ length: 51 }, (_, at) => `c${at}`).join('\n');
  expect(problemsOf({ ...stored, recoveryCodes: codes }).recoveryCodes).toContain('51 codes');
});

it('makes an input of what was moved from another app', () => {
  const moved = {
    service: 'AWS',
    accountName: '',
    issuer: 'AWS',
    secret: 'JBSWY3DP',
    algorithm: 'SHA512',
    digits: 8,
  } as const;
  expect(inputOfMoved({ ...moved, problem: null })).toEqual({
    service: 'AWS',
    accountName: null,
    issuer: 'AWS',
    secret: 'JBSWY3DP',
    algorithm: 'SHA512',
    digits: 8,
    period: 30,
  });
});
