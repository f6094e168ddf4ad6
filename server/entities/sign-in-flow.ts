import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';

/** A sign-in under way at the OpenID provider: single use, and bound to one browser by a cookie. */
export const SignInFlow = defineEntity({
  name: 'SignInFlow',
  tableName: 'sign_in_flow',
  properties: {
    stateHash: p.text().primary(),
    cookieHash: p.text(),
    nonce: p.text(),
    codeVerifier: p.text(),
    returnTo: p.text(),
    purpose: p.string().length(16).$type<'sign-in' | 'reauthenticate' | 'link'>(),
    /** Whose session asked, where one did. */
    sessionId: p.uuid().nullable(),
    expiresAt: time(),
  },
});
