import type { Caller } from '#server/auth/caller.ts';
import type { Dek } from '#server/crypto/dek.ts';
import { type Place, seal } from '#server/crypto/envelope.ts';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import type { TakenRecoveryCode } from '#shared/two-factor.ts';
import { openerOf } from './secrets.ts';
import { owned, type Vault } from './vault.ts';
import { recordWrite, write } from './write.ts';

type Token = { id: string; ownerId: string };

/** Adds the recovery codes of a token, in the running write, to be taken in this order. */
export async function addCodes(tx: Vault, dek: Dek, token: Token, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  const rows = codes.map((code, position) => {
    const row = { id: newId(), ownerId: token.ownerId, twoFactorId: token.id, position, usedAt: null };
    return { ...row, envelope: seal(dek, codePlace(row), code) };
  });
  await query(tx.em).insertInto('recovery_code').values(rows).execute();
}

/** Puts other recovery codes in the place of all that a token had, used or not. */
export async function replaceCodes(tx: Vault, dek: Dek, token: Token, codes: readonly string[]): Promise<void> {
  await query(tx.em).deleteFrom('recovery_code').where('twoFactorId', '=', token.id).execute();
  await addCodes(tx, dek, token, codes);
}

/**
 * Takes the next unused recovery code, once, for ever: it is marked and recorded, and opened only once
 * that is committed.
 * @throws {VaultError} TWO_FACTOR_NOT_FOUND or RECOVERY_CODES_EXHAUSTED.
 * @throws {IntegrityError} if it does not open; it is used up all the same.
 */
export async function take(vault: Vault, caller: Caller, id: string): Promise<TakenRecoveryCode> {
  const { opener, token, code, remaining } = await write(vault, caller, async (tx) => {
    const found = await lockToken(tx, caller, id);
    const marked = await markNext(tx, id);
    const left = await countUnused(tx, id);
    const keys = await openerOf(tx, caller);
    await recordWrite(tx, caller, 'two-factor.recovery-code', { kind: 'two-factor', id });
    return { opener: keys, token: found, code: marked, remaining: left };
  });
  return { ...token, recoveryCode: opener.open(codePlace(code), code.envelope), remaining };
}

/** Two callers take turns on the token, so that neither is told of no code while the other may yet give one back. */
async function lockToken(tx: Vault, caller: Caller, id: string) {
  const token = await query(tx.em)
    .selectFrom('two_factor')
    .select(['id', 'service', 'accountName'])
    .where(owned(caller, 'two_factor'))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (token === undefined) throw new VaultError('TWO_FACTOR_NOT_FOUND');
  return token;
}

async function markNext(tx: Vault, twoFactorId: string) {
  const code = await query(tx.em)
    .updateTable('recovery_code')
    .set({ usedAt: tx.now })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('recovery_code')
        .select('id')
        .where('twoFactorId', '=', twoFactorId)
        .where('usedAt', 'is', null)
        .orderBy('position')
        .limit(1),
    )
    .returning(['id', 'ownerId', 'twoFactorId', 'position', 'envelope'])
    .executeTakeFirst();
  if (code === undefined) throw new VaultError('RECOVERY_CODES_EXHAUSTED');
  return code;
}

async function countUnused(tx: Vault, twoFactorId: string): Promise<number> {
  const unused = await query(tx.em)
    .selectFrom('recovery_code')
    .select('id')
    .where('twoFactorId', '=', twoFactorId)
    .where('usedAt', 'is', null)
    .execute();
  return unused.length;
}

/** Where a recovery code is sealed. */
export function codePlace(row: { id: string; ownerId: string; twoFactorId: string; position: number }): Place {
  const { id, ownerId, twoFactorId, position } = row;
  return {
    table: 'recovery_code',
    rowId: id,
    ownerId,
    column: 'envelope',
    version: 1,
    within: [twoFactorId, position],
  };
}
