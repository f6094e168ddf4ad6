import { type Em, query } from '#server/db/query.ts';
import { clock } from './context.ts';

/** The access key with this hash, and its user; neither is verified yet. */
export function selectKey(em: Em, tokenHash: string) {
  return query(em)
    .selectFrom('access_key')
    .innerJoin('user_account', 'user_account.id', 'access_key.ownerId')
    .select(['access_key.id', 'access_key.ownerId', 'access_key.tokenHash', 'access_key.keyPrefix'])
    .select(['access_key.scopes', 'access_key.names', 'access_key.environments', 'access_key.expiresAt'])
    .select(['access_key.lastUsedAt', 'access_key.createdAt', 'access_key.mac', clock.as('now')])
    .select(['user_account.email', 'user_account.role', 'user_account.passwordHash', 'user_account.disabledAt'])
    .select(['user_account.secondStepId', 'user_account.mac as userMac'])
    .where('access_key.tokenHash', '=', tokenHash);
}
export type KeyRow = Row<typeof selectKey>;

/** The session with this hash, and its user; neither is verified yet. */
export function selectSession(em: Em, tokenHash: string) {
  return query(em)
    .selectFrom('session')
    .innerJoin('user_account', 'user_account.id', 'session.ownerId')
    .select(['session.id', 'session.ownerId', 'session.tokenHash', 'session.method', 'session.createdAt'])
    .select(['session.freshAt', 'session.expiresAt', 'session.lastUsedAt', 'session.providerCheckedAt', 'session.mac'])
    .select(['user_account.email', 'user_account.role', 'user_account.passwordHash', 'user_account.disabledAt'])
    .select(['user_account.secondStepId', 'user_account.mac as userMac', clock.as('now')])
    .where('session.tokenHash', '=', tokenHash);
}
export type SessionRow = Row<typeof selectSession>;

type Row<Select extends (em: Em, text: string) => { execute(): Promise<unknown[]> }> = Awaited<
  ReturnType<ReturnType<Select>['execute']>
>[number];
