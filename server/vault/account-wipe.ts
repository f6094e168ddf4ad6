import { sql } from 'kysely';
import type { z } from 'zod';
import type { SessionCaller } from '#server/auth/caller.ts';
import { dekMac } from '#server/auth/deks.ts';
import { type KeptTokens, keepTokens, openTokens, type SessionRef } from '#server/auth/keycloak-tokens.ts';
import { openSeed, resealSeed } from '#server/auth/second-step.ts';
import { endSession } from '#server/auth/sessions.ts';
import { IntegrityError } from '#server/crypto/aead.ts';
import { newDek, wrapDek } from '#server/crypto/dek.ts';
import { query } from '#server/db/query.ts';
import type { wipeInput } from '#shared/account.ts';
import { invalid } from '#shared/errors.ts';
import { takeDek } from './secrets.ts';
import { owned, type Vault } from './vault.ts';
import { eventOf, write } from './write.ts';

/** Parents alone: what hangs on them goes with them, and rows are locked in the order of single deletes. */
const WIPED = ['category', 'two_factor', 'env_project', 'access_key'] as const;

/**
 * Deletes all that the caller keeps and every access key, destroys his DEKs and makes a new one: all of it or
 * nothing. His account, his sessions and his audit log stay.
 * @throws {VaultError} VALIDATION_ERROR if `confirm` is not the account's e-mail.
 */
export function wipe(vault: Vault, caller: SessionCaller, { confirm }: z.infer<typeof wipeInput>): Promise<void> {
  if (confirm.trim().toLowerCase() !== caller.label.toLowerCase()) {
    throw invalid('confirm', 'Must be the e-mail of this account.');
  }
  return write(vault, caller, async (tx) => {
    // Every write that seals holds this lock: from here on none is under way.
    await takeDek(tx, caller, 0);
    const count = await countAll(tx, caller);
    const kept = await openSessions(tx, caller);
    const step = await openSecondStep(tx, caller);
    await replaceDeks(tx, caller);
    for (const [session, tokens] of kept) await keepTokens(tx, session, tokens);
    if (step !== null) await resealSeed(tx, step, step.seed);
    for (const table of WIPED) await query(tx.em).deleteFrom(table).where(owned(caller, table)).execute();
    await query(tx.em).deleteFrom('idempotency').where('ownerId', '=', caller.userId).execute();
    const object = { kind: 'account', id: caller.userId };
    await tx.audit.record(tx.em, eventOf(tx, caller, 'account.wipe', { object, details: { count } }));
    await tx.events.changed(tx.em, caller.userId, { noun: 'account', id: null });
  });
}

async function countAll(tx: Vault, caller: SessionCaller): Promise<number> {
  const counts = [...WIPED, 'entry', 'env_file'].map(
    (table) => sql`(select count(*) from ${sql.table(table)} where owner_id = ${caller.userId})`,
  );
  const { rows } = await sql<{ count: number }>`select (${sql.join(counts, sql` + `)})::int as count`.execute(
    query(tx.em),
  );
  return rows[0]?.count ?? 0;
}

/** The provider's tokens of the caller's sessions, which are to outlive the DEK. A session whose tokens do not open ends. */
async function openSessions(tx: Vault, caller: SessionCaller): Promise<[SessionRef, KeptTokens][]> {
  const sessions = await query(tx.em)
    .selectFrom('session')
    .select(['id', 'ownerId'])
    .where(owned(caller, 'session'))
    .where('providerTokens', 'is not', null)
    .forUpdate()
    .execute();
  const opened: [SessionRef, KeptTokens][] = [];
  for (const session of sessions) {
    const tokens = await openTokens(tx, session).catch(orNull);
    if (tokens === null) await endSession(tx, caller.userId, session.id);
    else opened.push([session, tokens]);
  }
  return opened;
}

/** The caller's second step, which is to outlive the DEK. One that does not open stops the wipe: without it his password would do. */
async function openSecondStep(tx: Vault, caller: SessionCaller) {
  const step = await query(tx.em)
    .selectFrom('second_step')
    .select(['id', 'ownerId'])
    .where(owned(caller, 'second_step'))
    .executeTakeFirst();
  return step === undefined ? null : { ...step, seed: await openSeed(tx, step) };
}

function orNull(error: unknown): null {
  if (error instanceof IntegrityError) return null;
  throw error;
}

/**
 * Puts a new DEK in the very row of the active one: a write that waits for that row's lock goes on under the
 * new DEK, where a deleted row would leave it without any.
 */
async function replaceDeks(tx: Vault, caller: SessionCaller): Promise<void> {
  const row = { ...wrapDek(tx.keyring.keks, newDek(caller.userId)), active: true };
  await query(tx.em)
    .updateTable('dek')
    .set({ ...row, uses: 0, createdAt: tx.now, mac: dekMac(tx.keyring, row) })
    .where(owned(caller, 'dek'))
    .where('active', '=', true)
    .execute();
  await query(tx.em).deleteFrom('dek').where(owned(caller, 'dek')).where('id', '!=', row.id).execute();
}
