import type { Caller } from '#server/auth/caller.ts';
import type { Dek } from '#server/crypto/dek.ts';
import { query } from '#server/db/query.ts';
import { invalid, VaultError } from '#shared/errors.ts';
import type { TwoFactor, TwoFactorChange } from '#shared/two-factor.ts';
import { replaceCodes } from './recovery-codes.ts';
import { takeDek } from './secrets.ts';
import { get } from './two-factor.ts';
import { NOTHING_LEFT, type Plan, planSecret, sealSeed, sealsOf } from './two-factor-plan.ts';
import { fetchToken, formOf, type TokenRow, toWire } from './two-factor-rows.ts';
import { owned, type Vault } from './vault.ts';
import { demandMatch, nextUpdatedAt, recordWrite, write } from './write.ts';

/**
 * Changes the given fields of a token. `recoveryCodes` takes the place of all there were; `secret: null`
 * removes the seed where recovery codes are there.
 * @throws {VaultError} TWO_FACTOR_NOT_FOUND, VALIDATION_ERROR, PRECONDITION_FAILED or WRITE_CONFLICT.
 */
export function update(vault: Vault, caller: Caller, change: TwoFactorChange): Promise<TwoFactor> {
  return write(vault, caller, async (tx) => {
    const old = await fetchToken(tx, caller, change.id);
    demandMatch(tx, old.updatedAt);
    const { id, ...given } = change;
    if (Object.keys(given).length === 0) return toWire(old);
    const plan = planSecret(given, formOf(old));
    const codesLeft = given.recoveryCodes?.length ?? old.codesTotal ?? 0;
    if (plan.secret === null && codesLeft === 0) throw invalid('secret', NOTHING_LEFT);
    await apply(tx, caller, old, { given, plan });
    await recordWrite(tx, caller, 'two-factor.update', { kind: 'two-factor', id });
    return get(tx, caller, id);
  });
}

type Update = { given: Omit<TwoFactorChange, 'id'>; plan: Plan };

async function apply(tx: Vault, caller: Caller, old: TokenRow, { given, plan }: Update): Promise<void> {
  const seals = sealsOf(plan, given.recoveryCodes ?? []);
  const dek = seals === 0 ? null : await takeDek(tx, caller, seals);
  const updated = await query(tx.em)
    .updateTable('two_factor')
    .set({
      ...columnsAfter(old, given, plan),
      ...seedAfter(dek, old, plan),
      updatedAt: nextUpdatedAt(tx, old.updatedAt),
    })
    .where(owned(caller, 'two_factor'))
    .where('id', '=', old.id)
    .where('updatedAt', '=', old.updatedAt)
    .where('version', '=', old.version)
    .returning('id')
    .executeTakeFirst();
  if (updated === undefined) throw new VaultError('WRITE_CONFLICT');
  if (given.recoveryCodes !== undefined && dek !== null) await replaceCodes(tx, dek, old, given.recoveryCodes);
}

function columnsAfter(old: TokenRow, given: Update['given'], plan: Plan) {
  const { service = old.service, notes = old.notes } = given;
  const { issuer = old.issuer, accountName = old.accountName, form } = plan;
  return { service, notes, issuer, accountName, ...form };
}

function seedAfter(dek: Dek | null, old: TokenRow, plan: Plan) {
  if (plan.secret === undefined) return {};
  const version = old.version + 1;
  return { version, envelope: sealSeed(dek, { ...old, version }, plan) };
}
