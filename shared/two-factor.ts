import { z } from 'zod';
import { id, named, page, prose, search, text, timestamp } from './text.ts';

export const algorithm = z.enum(['SHA1', 'SHA256', 'SHA512']).meta({ id: 'TotpAlgorithm' });
export type Algorithm = z.infer<typeof algorithm>;

export const twoFactor = z
  .object({
    id,
    userId: id,
    service: z.string(),
    accountName: z.string().nullable(),
    notes: z.string().nullable(),
    issuer: z.string().nullable(),
    algorithm: algorithm.nullable(),
    digits: z.int().nullable(),
    period: z.int().nullable(),
    hasSecret: z.boolean(),
    recoveryCodesTotal: z.int(),
    recoveryCodesLeft: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'TwoFactorToken' });
export type TwoFactor = z.infer<typeof twoFactor>;

const recoveryCodes = z
  .array(
    text
      .refine((code) => code.trim() !== '', 'Must not be blank.')
      .refine((code) => [...code].length <= 255, 'Must have at most 255 characters.')
      .meta({ minLength: 1, maxLength: 255 }),
  )
  .min(1, 'Must have at least one code.')
  .max(50, 'Must have at most 50 codes.');

const fields = {
  service: named(),
  accountName: named().nullable().optional(),
  notes: prose(2000).nullable().optional(),
  issuer: named().nullable().optional(),
  secret: text.max(4096, 'Must have at most 4096 characters.').nullable().optional(),
  algorithm: algorithm.optional(),
  digits: z.int().min(6).max(8).optional(),
  period: z.int().min(1).max(300).optional(),
  recoveryCodes: recoveryCodes.optional(),
};

export const twoFactorInput = z.strictObject(fields);
export type TwoFactorInput = z.infer<typeof twoFactorInput>;

export const twoFactorChange = z.strictObject({ id, ...fields, service: named().optional() });
export type TwoFactorChange = z.infer<typeof twoFactorChange>;

export const twoFactorFilter = z.strictObject({ search: search.optional(), ...page });
export type TwoFactorFilter = z.infer<typeof twoFactorFilter>;

export const oneTimeCode = z
  .object({ id, service: z.string(), accountName: z.string().nullable(), code: z.string(), remainingSeconds: z.int() })
  .meta({ id: 'OneTimeCode' });
export type OneTimeCode = z.infer<typeof oneTimeCode>;

/** This and the next code of several tokens at once, for the page that shows them. */
export const oneTimeCodes = z.array(oneTimeCode.extend({ nextCode: z.string(), period: z.int() }));
export type OneTimeCodes = z.infer<typeof oneTimeCodes>;

export const byIds = z.strictObject({ ids: z.array(id).min(1).max(1000) });

export const takenRecoveryCode = z
  .object({
    id,
    service: z.string(),
    accountName: z.string().nullable(),
    recoveryCode: z.string(),
    remaining: z.int(),
  })
  .meta({ id: 'TakenRecoveryCode' });
export type TakenRecoveryCode = z.infer<typeof takenRecoveryCode>;
