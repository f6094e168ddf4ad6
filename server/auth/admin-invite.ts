import { AdminError } from './admin.ts';
import { type AuthContext, inTransaction } from './context.ts';
import { authEvent, SYSTEM } from './events.ts';
import { newLink } from './links.ts';
import { findByEmail, selectUsers } from './users.ts';

/**
 * Makes an invitation at the operator's word. It stands under the admin, who can take it back.
 * @throws {AdminError} if there is no admin yet, or somebody signs in under that e-mail already.
 */
export function newInviteLink(context: AuthContext, email: string): Promise<{ url: string; expiresAt: Date }> {
  return inTransaction(context, async (tx) => {
    const admin = await selectUsers(tx.em).where('role', '=', 'admin').executeTakeFirst();
    if (admin === undefined) throw new AdminError('There is no user yet: the first one comes by the setup link.');
    if (await findByEmail(tx.em, email))
      throw new AdminError('Somebody signs in by password under that e-mail already.');
    const { id, url, expiresAt } = await newLink(tx, { kind: 'invitation', ownerId: admin.id, email });
    const object = { kind: 'link', id };
    await tx.audit.record(tx.em, authEvent(tx, 'account.invite', { caller: SYSTEM, object }));
    return { url, expiresAt };
  });
}
