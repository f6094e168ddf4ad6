import { query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import type { CurrentSession } from '#shared/sign-in.ts';
import type { SessionCaller } from './caller.ts';
import type { AuthContext } from './context.ts';

/**
 * What a signed-in person's own page shows of him and his session.
 * @throws {VaultError} AUTH_REQUIRED if it ended just now.
 */
export async function currentSession({ em }: Pick<AuthContext, 'em'>, caller: SessionCaller): Promise<CurrentSession> {
  const row = await query(em)
    .selectFrom('session')
    .innerJoin('user_account', 'user_account.id', 'session.ownerId')
    .select(['session.expiresAt', 'user_account.email', 'user_account.name'])
    .where('session.id', '=', caller.id)
    .executeTakeFirst();
  if (row === undefined) throw new VaultError('AUTH_REQUIRED');
  const { email, name, expiresAt } = row;
  return { user: { id: caller.userId, email, name }, expiresAt: expiresAt.toISOString() };
}
