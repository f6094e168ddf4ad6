import type { Dek } from '#server/crypto/dek.ts';
import { seal } from '#server/crypto/envelope.ts';
import { invalid } from '#shared/errors.ts';
import type { TwoFactorInput } from '#shared/two-factor.ts';
import { parseSeed, type TotpForm, USUAL_FORM } from './totp.ts';
import { seedPlace } from './two-factor-rows.ts';

export const NOTHING_LEFT = 'A token needs a secret, recoveryCodes, or both.';

const FORM_FIELDS = ['algorithm', 'digits', 'period'] as const;

/** Columns of a token without a secret. */
const FORMLESS = { algorithm: null, digits: null, period: null };

type Given = Partial<Pick<TwoFactorInput, 'secret' | (typeof FORM_FIELDS)[number] | 'issuer' | 'accountName'>>;

/** What an input makes of a token's secret. */
export type Plan = {
  /** In base32, to be sealed; null: there is none; undefined: it stays as it is. */
  secret: string | null | undefined;
  form: TotpForm | typeof FORMLESS;
  /** Given by the body, or else by the URI; undefined: by neither. */
  issuer: string | null | undefined;
  accountName: string | null | undefined;
};

/**
 * Decides what becomes of a token's secret. `before` is how its codes were made, null where it had none.
 * @throws {VaultError} VALIDATION_ERROR naming `secret`, or a form field that has nothing to apply to or gainsays the URI.
 */
export function planSecret(given: Given, before: TotpForm | null): Plan {
  if (typeof given.secret === 'string') {
    const { secret, form, ...said } = parseSeed(given.secret);
    const { issuer = said.issuer ?? undefined, accountName = said.accountName ?? undefined } = given;
    return { secret, form: formOf(given, form, before ?? USUAL_FORM), issuer, accountName };
  }
  const { issuer, accountName } = given;
  const left = given.secret === null ? null : before;
  if (left !== null) return { secret: undefined, form: formOf(given, null, left), issuer, accountName };
  const pointless = FORM_FIELDS.find((field) => given[field] !== undefined);
  if (pointless !== undefined) throw invalid(pointless, 'There is no secret that it could apply to.');
  return { secret: null, form: FORMLESS, issuer, accountName };
}

/** As the URI says, or the body, or as it was. */
function formOf(given: Given, said: TotpForm | null, before: TotpForm): TotpForm {
  if (said === null) {
    const { algorithm = before.algorithm, digits = before.digits, period = before.period } = given;
    return { algorithm, digits, period };
  }
  const gainsaid = FORM_FIELDS.find((field) => given[field] !== undefined && given[field] !== said[field]);
  if (gainsaid !== undefined) throw invalid(gainsaid, 'The otpauth URI says otherwise; leave it out.');
  return said;
}

/** How many envelopes a plan and its recovery codes take. */
export function sealsOf(plan: Plan, codes: readonly string[]): number {
  return codes.length + (plan.secret ? 1 : 0);
}

/** Seals the planned seed for its row; null where there is none. */
export function sealSeed(dek: Dek | null, row: { id: string; ownerId: string; version: number }, plan: Plan) {
  return dek && plan.secret ? seal(dek, seedPlace(row), plan.secret) : null;
}
