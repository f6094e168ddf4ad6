import { z } from 'zod';
import { type Place, seal } from '#server/crypto/envelope.ts';
import { type InstanceKey, keyedHash } from '#server/crypto/instance.ts';
import { query } from '#server/db/query.ts';
import type { AuthContext, AuthTx } from './context.ts';
import { activeDek, DEK_COLUMNS, openBeside } from './deks.ts';

/** What is kept of Keycloak for a session: to ask whether it still stands, and to end it there too. */
export type KeptTokens = { issuer: string; subject: string; idToken: string; refreshToken: string | null };

export type SessionRef = { id: string; ownerId: string };

const keptTokens = z.object({
  issuer: z.string(),
  subject: z.string(),
  idToken: z.string(),
  refreshToken: z.string().nullable(),
});

/** Keeps a session's tokens under its owner's DEK, in the running write, in place of what was kept before. */
export async function keepTokens(tx: AuthTx, session: SessionRef, kept: KeptTokens): Promise<void> {
  const providerTokens = seal(await activeDek(tx, session.ownerId), tokensPlace(session), JSON.stringify(kept));
  await query(tx.em).updateTable('session').set({ providerTokens }).where('id', '=', session.id).execute();
}

/**
 * Opens a session's tokens.
 * @throws {IntegrityError} if there are none, or they were altered, moved, or their DEK is gone.
 */
export async function openTokens({ em, keyring }: AuthContext, session: SessionRef): Promise<KeptTokens> {
  const rows = await query(em)
    .selectFrom('session')
    .innerJoin('dek', 'dek.ownerId', 'session.ownerId')
    .select([...DEK_COLUMNS, 'providerTokens as envelope'])
    .where('session.id', '=', session.id)
    .where('session.ownerId', '=', session.ownerId)
    .execute();
  // A session by Keycloak always has them: without them it would never be asked about again.
  return keptTokens.parse(JSON.parse(openBeside(keyring, tokensPlace(session), rows)));
}

/** By which a back-channel logout finds the session. The key serves session tokens too, which hold no blank. */
export function sidHash(instance: InstanceKey, issuer: string, sid: string): string {
  return keyedHash(instance, 'session', `sid ${issuer} ${sid}`);
}

/** Where a session’s tokens are sealed. */
export function tokensPlace({ id, ownerId }: SessionRef): Place {
  return { table: 'session', rowId: id, ownerId, column: 'providerTokens', version: 1, within: [] };
}
