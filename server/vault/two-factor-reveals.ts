import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import type { OneTimeCode, OneTimeCodes } from '#shared/two-factor.ts';
import { type Opener, openerOf } from './secrets.ts';
import { codeAt, type TotpForm } from './totp.ts';
import { formOf, seedPlace } from './two-factor-rows.ts';
import { owned, type Vault } from './vault.ts';
import { eventOf } from './write.ts';

/**
 * Gives the current code of a token and records that it was given.
 * @throws {VaultError} TWO_FACTOR_NOT_FOUND, TWO_FACTOR_HAS_NO_SECRET or AUDIT_UNAVAILABLE.
 * @throws {IntegrityError} if its seed does not open.
 */
export async function reveal(vault: Vault, caller: Caller, id: string): Promise<OneTimeCode> {
  const opener = await openerOf(vault, caller);
  const [token] = await fetchSealed(vault, caller, [id]);
  if (token === undefined) throw new VaultError('TWO_FACTOR_NOT_FOUND');
  await opener.catchUp([token.envelope]);
  const object = { kind: 'two-factor', id };
  await vault.audit.recordAhead(vault.em, eventOf(vault, caller, 'two-factor.reveal', { object }));
  return { ...named(token), ...codeAt(openSeed(opener, token), token.form, Date.now()) };
}

/**
 * Gives this and the next code of several tokens, in the order asked for, as one recorded event.
 * @throws as `reveal`; one that is missing or has no secret keeps all of them shut.
 */
export async function revealMany(vault: Vault, caller: Caller, ids: readonly string[]): Promise<OneTimeCodes> {
  const wanted = [...new Set(ids)];
  const opener = await openerOf(vault, caller);
  const tokens = await fetchSealed(vault, caller, wanted);
  if (tokens.length < wanted.length) throw new VaultError('TWO_FACTOR_NOT_FOUND');
  await opener.catchUp(tokens.map(({ envelope }) => envelope));
  const details = { count: wanted.length, ids: wanted };
  await vault.audit.recordAhead(vault.em, eventOf(vault, caller, 'two-factor.reveal', { details }));
  const now = Date.now();
  const byId = new Map(tokens.map((token) => [token.id, token]));
  const inOrder = wanted.flatMap((id) => byId.get(id) ?? []);
  return inOrder.map((token) => {
    const seed = openSeed(opener, token);
    const { period } = token.form;
    const nextCode = codeAt(seed, token.form, now + period * 1000).code;
    return { ...named(token), ...codeAt(seed, token.form, now), nextCode, period };
  });
}

type Sealed = {
  id: string;
  ownerId: string;
  service: string;
  accountName: string | null;
  envelope: string;
  version: number;
  form: TotpForm;
};

/** @throws {VaultError} TWO_FACTOR_HAS_NO_SECRET if one of them holds recovery codes only. */
async function fetchSealed(vault: Vault, caller: Caller, ids: readonly string[]): Promise<Sealed[]> {
  const rows = await query(vault.em)
    .selectFrom('two_factor')
    .select(['id', 'ownerId', 'service', 'accountName', 'algorithm', 'digits', 'period', 'envelope', 'version'])
    .where(owned(caller, 'two_factor'))
    .where('id', 'in', ids)
    .execute();
  return rows.map(({ algorithm, digits, period, envelope, ...row }) => {
    const form = formOf({ algorithm, digits, period });
    if (form === null || envelope === null) throw new VaultError('TWO_FACTOR_HAS_NO_SECRET');
    return { ...row, envelope, form };
  });
}

function openSeed(opener: Opener, token: Sealed): string {
  return opener.open(seedPlace(token), token.envelope);
}

function named({ id, service, accountName }: Sealed) {
  return { id, service, accountName };
}
