import type { SessionCaller } from '#server/auth/caller.ts';
import { newLink } from '#server/auth/links.ts';
import { findByEmail } from '#server/auth/users.ts';
import { query } from '#server/db/query.ts';
import type { Invitation, NewInvitation } from '#shared/account.ts';
import { VaultError } from '#shared/errors.ts';
import { owned, type Vault } from './vault.ts';
import { recordWrite, write } from './write.ts';

/** The caller's open invitations, newest first; never a link. */
export async function list(vault: Vault, caller: SessionCaller): Promise<Invitation[]> {
  const rows = await query(vault.em)
    .selectFrom('link')
    .select(['id', 'email', 'expiresAt', 'createdAt'])
    .where(owned(caller, 'link'))
    .where('kind', '=', 'invitation')
    .where('expiresAt', '>', vault.now)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toWire);
}

/**
 * Invites someone by a one-time link, which is in this answer and nowhere else.
 * @throws {VaultError} EMAIL_IN_USE if somebody signs in by password under that e-mail already.
 */
export function create(vault: Vault, caller: SessionCaller, email: string): Promise<NewInvitation> {
  return write(vault, caller, async (tx) => {
    if (await findByEmail(tx.em, email)) throw new VaultError('EMAIL_IN_USE');
    const { url, ...link } = await newLink(tx, { kind: 'invitation', ownerId: caller.userId, email });
    await recordWrite(tx, caller, 'account.invite', { kind: 'link', id: link.id });
    return { ...toWire(link), url };
  });
}

/**
 * Takes an invitation back: its link no longer works.
 * @throws {VaultError} INVITATION_NOT_FOUND
 */
export function remove(vault: Vault, caller: SessionCaller, id: string): Promise<void> {
  return write(vault, caller, async (tx) => {
    const gone = await query(tx.em)
      .deleteFrom('link')
      .where(owned(caller, 'link'))
      .where('kind', '=', 'invitation')
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (gone === undefined) throw new VaultError('INVITATION_NOT_FOUND');
    await recordWrite(tx, caller, 'account.uninvite', { kind: 'link', id });
  });
}

type Row = { id: string; email: string; expiresAt: Date; createdAt: Date };

function toWire({ id, email, expiresAt, createdAt }: Row): Invitation {
  return { id, email, expiresAt: expiresAt.toISOString(), createdAt: createdAt.toISOString() };
}
