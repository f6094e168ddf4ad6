import type { Algorithm, TwoFactor, TwoFactorChange, TwoFactorInput } from '#shared/two-factor.ts';
import type { MovedToken } from './migration.ts';
import { isOtpauth, readOtpauth } from './otpauth.ts';
import { readRecoveryCodes, whyNotKept } from './recovery-list.ts';

/** The form of a token, as it is typed. */
export type TokenForm = {
  secret: string;
  service: string;
  accountName: string;
  issuer: string;
  notes: string;
  algorithm: Algorithm;
  digits: string;
  period: string;
  recoveryCodes: string;
  /** Of a token that has recovery codes too: its stored secret goes. */
  removesSecret: boolean;
};

export const EMPTY_FORM: TokenForm = {
  secret: '',
  service: '',
  accountName: '',
  issuer: '',
  notes: '',
  algorithm: 'SHA1',
  digits: '6',
  period: '30',
  recoveryCodes: '',
  removesSecret: false,
};

export function formOf(token: TwoFactor): TokenForm {
  return {
    ...EMPTY_FORM,
    service: token.service,
    accountName: token.accountName ?? '',
    issuer: token.issuer ?? '',
    notes: token.notes ?? '',
    algorithm: token.algorithm ?? 'SHA1',
    digits: String(token.digits ?? 6),
    period: String(token.period ?? 30),
  };
}

/** Takes a secret into the form; the names of an address fill the fields in which nothing else was typed. */
export function withSecret(form: TokenForm, secret: string): TokenForm {
  const said = readOtpauth(secret);
  if (said === null) return { ...form, secret };
  const before = readOtpauth(form.secret);
  const free = (field: 'service' | 'accountName' | 'issuer') =>
    form[field] === '' || form[field] === before?.[field] ? said[field] : form[field];
  return { ...form, secret, service: free('service'), accountName: free('accountName'), issuer: free('issuer') };
}

/** Why the form cannot be sent yet, by field; what only the server can know it says itself. */
export function problemsOf(form: TokenForm): Partial<Record<'period' | 'recoveryCodes', string>> {
  const period = /^\d{1,3}$/.test(form.period.trim()) ? {} : { period: 'A whole number of seconds, 1 to 300.' };
  const why = whyNotKept(readRecoveryCodes(form.recoveryCodes));
  return { ...period, ...(why === null ? {} : { recoveryCodes: why }) };
}

export function inputOf(form: TokenForm): TwoFactorInput {
  const { codes } = readRecoveryCodes(form.recoveryCodes);
  return {
    service: form.service,
    accountName: orNull(form.accountName),
    issuer: orNull(form.issuer),
    notes: orNull(form.notes),
    ...secretOf(form),
    ...(codes.length > 0 ? { recoveryCodes: codes } : {}),
  };
}

/** What differs from the stored token, and nothing else: an empty secret keeps what is stored. */
export function changeOf(form: TokenForm, token: TwoFactor): TwoFactorChange {
  const before = formOf(token);
  const isChanged = (field: keyof TokenForm) => form[field] !== before[field];
  return {
    id: token.id,
    ...(isChanged('service') ? { service: form.service } : {}),
    ...(isChanged('accountName') ? { accountName: orNull(form.accountName) } : {}),
    ...(isChanged('issuer') ? { issuer: orNull(form.issuer) } : {}),
    ...(isChanged('notes') ? { notes: orNull(form.notes) } : {}),
    ...changedSecret(form, token, isChanged),
  };
}

export function inputOfMoved({ service, accountName, issuer, secret, algorithm, digits }: MovedToken): TwoFactorInput {
  const names = { service, accountName: orNull(accountName), issuer: orNull(issuer) };
  return { ...names, secret, algorithm, digits, period: 30 };
}

/** An address says itself how its codes are made. */
function secretOf({ secret, algorithm, digits, period }: TokenForm) {
  if (secret.trim() === '') return {};
  if (isOtpauth(secret)) return { secret };
  return { secret, algorithm, digits: Number(digits), period: Number(period) };
}

function changedSecret(form: TokenForm, token: TwoFactor, isChanged: (field: keyof TokenForm) => boolean) {
  if (form.removesSecret) return { secret: null };
  if (form.secret.trim() !== '') return secretOf(form);
  if (!token.hasSecret) return {};
  return {
    ...(isChanged('algorithm') ? { algorithm: form.algorithm } : {}),
    ...(isChanged('digits') ? { digits: Number(form.digits) } : {}),
    ...(isChanged('period') ? { period: Number(form.period) } : {}),
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}
