import { z } from 'zod';
import { email, password } from './account.ts';
import { id, named, text, timestamp } from './text.ts';

const token = text.min(1).max(255);

export const setupInput = z.strictObject({ token, email, name: named(), password });
export type SetupInput = z.infer<typeof setupInput>;
/** A code of the authenticator app, or a recovery code; blanks and hyphens do not matter. */
const code = text.min(1).max(64);
export const signInInput = z.strictObject({ email, password, code: code.optional() });
export type SignInInput = z.infer<typeof signInInput>;
export const reauthenticateInput = z.strictObject({ password, code: code.optional() });
export type ReauthenticateInput = z.infer<typeof reauthenticateInput>;
export const passwordInput = z.strictObject({ current: password, next: password });
/** `password` and `name` of the guest; for a password reset `email` and `name` may be left out. */
export const acceptInput = z.strictObject({
  token,
  email: email.optional(),
  name: named().optional(),
  password,
});
export type AcceptInput = z.infer<typeof acceptInput>;

export const providers = z.object({ password: z.boolean(), keycloak: z.boolean(), setupRequired: z.boolean() });
export type Providers = z.infer<typeof providers>;
export const currentSession = z.object({
  user: z.object({ id, email: z.string(), name: z.string() }),
  expiresAt: timestamp,
});
export type CurrentSession = z.infer<typeof currentSession>;
export const signedOut = z.object({ redirectTo: z.string().nullable() });
