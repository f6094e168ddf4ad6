import { z } from 'zod';
import { id, named, text, timestamp } from './text.ts';

export const email = z
  .email('Must be an e-mail address.')
  .max(320)
  .refine((value) => value.isWellFormed(), 'Must be well-formed Unicode.')
  .transform((value) => value.toLowerCase());

export const password = text.max(1024, 'Must have at most 1024 characters.');

export const account = z
  .object({
    id,
    email: z.string(),
    name: z.string(),
    role: z.enum(['admin', 'user']),
    hasPassword: z.boolean(),
    secondStep: z
      .object({ recoveryCodesLeft: z.int(), since: timestamp })
      .nullable()
      .describe('What a sign-in by password asks for besides it.'),
    identities: z.array(z.object({ issuer: z.string(), subject: z.string(), createdAt: timestamp })),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof account>;

export const accountChange = z.strictObject({ name: named().optional(), email: email.optional() });
export type AccountChange = z.infer<typeof accountChange>;

export const secondStepSeed = z.object({ secret: z.string(), uri: z.string() }).meta({ id: 'SecondStepSeed' });
export type SecondStepSeed = z.infer<typeof secondStepSeed>;

export const secondStepInput = z.strictObject({
  secret: text.regex(/^[A-Z2-7]{32,104}$/, 'Must be the secret that was made for this.'),
  code: text.regex(/^\d{6}$/, 'Must be six digits.'),
});
export type SecondStepInput = z.infer<typeof secondStepInput>;

/** Each lets in once, in place of a code. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;

export const wipeInput = z.strictObject({ confirm: text.describe('The e-mail of the account, typed.') });

export const invitation = z
  .object({ id, email: z.string(), expiresAt: timestamp, createdAt: timestamp })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitation>;

export const newInvitation = invitation
  .extend({ url: z.string().describe('The one-time link. It is shown this once.') })
  .meta({ id: 'NewInvitation' });
export type NewInvitation = z.infer<typeof newInvitation>;

export const invitationInput = z.strictObject({ email });

/** How the vault's keys stand: ids and counts, never a key. */
export const encryptionStatus = z
  .object({
    primaryKek: z.string(),
    keks: z.array(z.object({ id: z.string(), deks: z.int() })),
    deks: z.array(z.object({ id, kekId: z.string(), active: z.boolean(), uses: z.int(), createdAt: timestamp })),
    rotation: z.enum(['none', 'pending']).describe('Pending: some DEK is still wrapped by a KEK that is not primary.'),
  })
  .meta({ id: 'EncryptionStatus' });
export type EncryptionStatus = z.infer<typeof encryptionStatus>;
