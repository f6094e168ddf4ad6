import type { Caller } from '#server/auth/caller.ts';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import { invalid, VaultError } from '#shared/errors.ts';
import type { TwoFactor, TwoFactorFilter, TwoFactorInput } from '#shared/two-factor.ts';
import { addCodes } from './recovery-codes.ts';
import { contains } from './search-text.ts';
import { takeDek } from './secrets.ts';
import { NOTHING_LEFT, planSecret, sealSeed, sealsOf } from './two-factor-plan.ts';
import { fetchToken, selectTokens, toWire } from './two-factor-rows.ts';
import { owned, type Vault } from './vault.ts';
import { recordWrite, write } from './write.ts';

/** The caller's two-factor tokens, newest first; never a seed, a code or a recovery code. */
export async function list(vault: Vault, caller: Caller, filter: TwoFactorFilter): Promise<TwoFactor[]> {
  const { search = '', limit = 0, cursor = '' } = filter;
  const columns = ['two_factor.service', 'two_factor.accountName', 'two_factor.issuer', 'two_factor.notes'] as const;
  const rows = await selectTokens(vault, caller)
    .$if(filter.search !== undefined, (q) =>
      q.where((eb) => eb.or(columns.map((column) => contains(eb.ref(column), search)))),
    )
    .$if(filter.cursor !== undefined, (q) => q.where('two_factor.id', '<', cursor))
    .$if(filter.limit !== undefined, (q) => q.limit(limit))
    .orderBy('two_factor.id', 'desc')
    .execute();
  return rows.map(toWire);
}

/** @throws {VaultError} TWO_FACTOR_NOT_FOUND if no such token is the caller's. */
export async function get(vault: Vault, caller: Caller, id: string): Promise<TwoFactor> {
  return toWire(await fetchToken(vault, caller, id));
}

/**
 * Seals a seed, recovery codes, or both as a new token.
 * @throws {VaultError} VALIDATION_ERROR if there is neither, or the secret is not to be read.
 */
export async function create(vault: Vault, caller: Caller, input: TwoFactorInput): Promise<TwoFactor> {
  const plan = planSecret(input, null);
  const codes = input.recoveryCodes ?? [];
  if (plan.secret === null && codes.length === 0) throw invalid('secret', NOTHING_LEFT);
  return write(vault, caller, async (tx) => {
    const dek = await takeDek(tx, caller, sealsOf(plan, codes));
    const row = { id: newId(), ownerId: caller.userId, version: 1 };
    const { issuer = null, accountName = null, form } = plan;
    const texts = { service: input.service, notes: input.notes ?? null, issuer, accountName };
    const envelope = sealSeed(dek, row, plan);
    await query(tx.em)
      .insertInto('two_factor')
      .values({ ...row, ...texts, ...form, envelope, createdAt: tx.now, updatedAt: tx.now })
      .execute();
    await addCodes(tx, dek, row, codes);
    await recordWrite(tx, caller, 'two-factor.create', { kind: 'two-factor', id: row.id });
    return get(tx, caller, row.id);
  });
}

/**
 * Deletes a token with its recovery codes.
 * @throws {VaultError} TWO_FACTOR_NOT_FOUND
 */
export function remove(vault: Vault, caller: Caller, id: string): Promise<void> {
  return write(vault, caller, async (tx) => {
    const gone = await query(tx.em)
      .deleteFrom('two_factor')
      .where(owned(caller, 'two_factor'))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (gone === undefined) throw new VaultError('TWO_FACTOR_NOT_FOUND');
    await recordWrite(tx, caller, 'two-factor.delete', { kind: 'two-factor', id });
  });
}
