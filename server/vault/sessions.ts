import { sql } from 'kysely';
import type { z } from 'zod';
import type { SessionCaller } from '#server/auth/caller.ts';
import { endSession, endSessions } from '#server/auth/sessions.ts';
import { query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import type { Session, sessionFilter } from '#shared/sessions.ts';
import { owned, type Vault } from './vault.ts';
import { eventOf, recordWrite, write } from './write.ts';

/** The caller's sign-ins that have not expired, newest first. */
export async function list(
  vault: Vault,
  caller: SessionCaller,
  filter: z.infer<typeof sessionFilter>,
): Promise<Session[]> {
  const { limit = 0, cursor = '' } = filter;
  const rows = await query(vault.em)
    .selectFrom('session')
    .select(['id', 'method', 'createdAt', 'lastUsedAt', 'expiresAt', 'address', 'userAgent'])
    .where(owned(caller, 'session'))
    .where('expiresAt', '>', vault.now)
    .$if(filter.cursor !== undefined, (q) => q.where('id', '<', cursor))
    .$if(filter.limit !== undefined, (q) => q.limit(limit))
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ createdAt, lastUsedAt, expiresAt, ...row }) => ({
    ...row,
    current: row.id === caller.id,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }));
}

/**
 * Ends one of the caller's sessions, be it his own: its very next request is refused.
 * @throws {VaultError} SESSION_NOT_FOUND
 */
export function end(vault: Vault, caller: SessionCaller, id: string): Promise<void> {
  return write(vault, caller, async (tx) => {
    if (!(await endSession(tx, caller.userId, id))) throw new VaultError('SESSION_NOT_FOUND');
    await recordWrite(tx, caller, 'session.end', { kind: 'session', id });
  });
}

/** Ends all of the caller's sessions but the one he calls with, as one recorded event. */
export function endOthers(vault: Vault, caller: SessionCaller): Promise<void> {
  return write(vault, caller, async (tx) => {
    const ids = await endSessions(tx, caller.userId, caller.id);
    if (ids.length === 0) return;
    const details = { count: ids.length, ids };
    await tx.audit.record(tx.em, eventOf(tx, caller, 'session.end-others', { details }));
    await tx.events.changed(tx.em, caller.userId, { noun: 'session', id: null });
  });
}

/** Whether the caller's session still lives: what answers for longer than one request asks in between. */
export async function stillStands(vault: Vault, caller: SessionCaller): Promise<boolean> {
  const row = await query(vault.em)
    .selectFrom('session')
    .innerJoin('user_account', 'user_account.id', 'session.ownerId')
    .select('session.id')
    .where(owned(caller, 'session'))
    .where('session.id', '=', caller.id)
    .where('session.expiresAt', '>', sql<Date>`now()`)
    .where('user_account.disabledAt', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
