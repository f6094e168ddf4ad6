import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { User } from './user.ts';

/**
 * A signed-in browser. Only a keyed hash of its cookie is stored.
 * `mac` covers id, owner, token hash, method, `createdAt`, `freshAt` and `expiresAt`.
 */
export const Session = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade').index(),
    tokenHash: p.text().unique(),
    method: p.string().length(16).$type<'password' | 'keycloak'>(),
    createdAt: time(),
    lastUsedAt: time(),
    /** When its user last proved who he is: at sign-in, or again since. */
    freshAt: time(),
    expiresAt: time(),
    address: p.text().nullable(),
    userAgent: p.text().nullable(),
    /** Keyed hash of the provider's `sid`, by which a back-channel logout finds the session. */
    providerSidHash: p.text().nullable().index(),
    /** The provider's tokens as JSON, sealed. */
    providerTokens: p.text().nullable().lazy(),
    /** When the refresh token was last tried. */
    providerCheckedAt: time().nullable(),
    mac: p.text(),
  },
});
