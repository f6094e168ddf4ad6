import { sql } from 'kysely';
import type { Caller } from '#server/auth/caller.ts';
import type { Place } from '#server/crypto/envelope.ts';
import { query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import type { TwoFactor } from '#shared/two-factor.ts';
import type { TotpForm } from './totp.ts';
import { owned, type Vault } from './vault.ts';

/** The caller's two-factor tokens with what is counted of them; without any secret. */
export function selectTokens(vault: Vault, caller: Caller) {
  return query(vault.em)
    .selectFrom('two_factor')
    .where(owned(caller, 'two_factor'))
    .select([
      'two_factor.id',
      'two_factor.ownerId',
      'two_factor.service',
      'two_factor.accountName',
      'two_factor.notes',
      'two_factor.issuer',
      'two_factor.algorithm',
      'two_factor.digits',
      'two_factor.period',
      'two_factor.version',
      'two_factor.createdAt',
      'two_factor.updatedAt',
    ])
    .select((eb) => [
      eb('two_factor.envelope', 'is not', null).$castTo<boolean>().as('hasSecret'),
      eb
        .selectFrom('recovery_code')
        .whereRef('recovery_code.twoFactorId', '=', 'two_factor.id')
        .select(sql<number>`count(*)::int`.as('count'))
        .as('codesTotal'),
      eb
        .selectFrom('recovery_code')
        .whereRef('recovery_code.twoFactorId', '=', 'two_factor.id')
        .where('recovery_code.usedAt', 'is', null)
        .select(sql<number>`count(*)::int`.as('count'))
        .as('codesLeft'),
    ]);
}

export type TokenRow = Awaited<ReturnType<ReturnType<typeof selectTokens>['execute']>>[number];

/** @throws {VaultError} TWO_FACTOR_NOT_FOUND if no such token is the caller's. */
export async function fetchToken(vault: Vault, caller: Caller, id: string): Promise<TokenRow> {
  const row = await selectTokens(vault, caller).where('two_factor.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new VaultError('TWO_FACTOR_NOT_FOUND');
  return row;
}

/** How a token's codes are made; null for one that holds recovery codes only. */
export function formOf({ algorithm, digits, period }: Pick<TokenRow, keyof TotpForm>): TotpForm | null {
  return algorithm === null || digits === null || period === null ? null : { algorithm, digits, period };
}

/** Where a token's seed is sealed. */
export function seedPlace({ id, ownerId, version }: Pick<TokenRow, 'id' | 'ownerId' | 'version'>): Place {
  return { table: 'two_factor', rowId: id, ownerId, column: 'envelope', version, within: [] };
}

export function toWire(row: TokenRow): TwoFactor {
  const { id, ownerId, service, accountName, notes, issuer, algorithm, digits, period, hasSecret } = row;
  return {
    ...{ id, userId: ownerId, service, accountName, notes, issuer, algorithm, digits, period, hasSecret },
    recoveryCodesTotal: row.codesTotal ?? 0,
    recoveryCodesLeft: row.codesLeft ?? 0,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
