import { newId } from '#server/crypto/ids.ts';
import { demandRowMac, keyedHash, rowMac } from '#server/crypto/instance.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { newToken } from '#server/crypto/tokens.ts';
import { type Em, query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import { type AuthContext, type AuthTx, databaseNow } from './context.ts';
import { demandGenuine } from './genuine.ts';
import { linkFields } from './macs.ts';

export type LinkKind = 'invitation' | 'password-reset';

/** A one-time link, as stored. */
export type Link = { id: string; kind: LinkKind; ownerId: string; email: string; tokenHash: string; expiresAt: Date };

const HOUR_MS = 60 * 60 * 1000;
const LIVES_MS: Record<LinkKind, number> = { invitation: 24 * HOUR_MS, 'password-reset': HOUR_MS };

/**
 * Makes a one-time link, in the running write. `ownerId` is who invites, or whose password is reset.
 * The address with its token is shown once; the token stands behind the `#`, so that no server's log has it.
 */
export async function newLink(
  tx: AuthTx,
  { kind, ownerId, email }: Pick<Link, 'kind' | 'ownerId' | 'email'>,
): Promise<Link & { url: string; createdAt: Date }> {
  const token = newToken();
  const tokenHash = keyedHash(tx.keyring.instance, 'link', token);
  const expiresAt = new Date(tx.now.getTime() + LIVES_MS[kind]);
  const link = { id: newId(), kind, ownerId, email: email.toLowerCase(), tokenHash, expiresAt };
  const row = { ...link, createdAt: tx.now, mac: rowMac(tx.keyring.instance, 'link', linkFields(link)) };
  await query(tx.em).insertInto('link').values(row).execute();
  return { ...link, createdAt: tx.now, url: new URL(`/accept#token=${token}`, tx.config.publicUrl).href };
}

/**
 * Looks at a link and leaves it.
 * @throws {VaultError} INVITATION_NOT_FOUND if it is unknown, used, expired or forged; the last is recorded.
 */
export async function peekLink(context: AuthContext, token: string): Promise<Link> {
  const tokenHash = keyedHash(context.keyring.instance, 'link', token);
  const row = await query(context.em)
    .selectFrom('link')
    .selectAll()
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst();
  if (row === undefined) throw new VaultError('INVITATION_NOT_FOUND');
  const now = await databaseNow(context.em);
  const attempt = { now, ownerId: row.ownerId, action: 'account.accept', refusal: 'INVITATION_NOT_FOUND' } as const;
  await demandGenuine(context, attempt, () => demandGenuineLink(context.keyring, row));
  if (row.expiresAt <= now) throw new VaultError('INVITATION_NOT_FOUND');
  return row;
}

/**
 * Takes a link, in the running write: it works once, however many try.
 * @throws {VaultError} INVITATION_NOT_FOUND if another was faster, or it has expired meanwhile.
 */
export async function takeLink(tx: AuthTx, { id }: Link): Promise<void> {
  const row = await query(tx.em).deleteFrom('link').where('id', '=', id).returningAll().executeTakeFirst();
  if (row === undefined || row.expiresAt <= tx.now) throw new VaultError('INVITATION_NOT_FOUND');
  demandGenuineLink(tx.keyring, row);
}

/** Ends an owner's links of a kind, in the running write. */
export async function endLinks({ em }: { em: Em }, ownerId: string, kind: LinkKind): Promise<void> {
  await query(em).deleteFrom('link').where('ownerId', '=', ownerId).where('kind', '=', kind).execute();
}

function demandGenuineLink({ instance }: Keyring, row: Link & { mac: string }): void {
  demandRowMac(instance, row.mac, { table: 'link', rowId: row.id }, linkFields(row));
}
