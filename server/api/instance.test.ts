import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import { appRouter } from './router.ts';

let vault: TestVault;
let admin: Awaited<ReturnType<TestVault['givenUser']>>;
beforeAll(async () => {
  vault = await testVault();
  // The first user is the admin.
  admin = await vault.givenUser();
});
afterAll(() => vault.close());

const addresses = {
  redirect: 'https://kagi.example.com/api/auth/callback/keycloak',
  postLogout: 'https://kagi.example.com/',
  backchannelLogout: 'https://kagi.example.com/api/auth/backchannel/keycloak',
};

/** The admin's API on an instance with these settings. */
async function configured(settings: object) {
  const context = vault.contextFor(admin.session);
  const { caller, vault: own } = await context.identify();
  const config = { ...own.config, publicUrl: new URL('https://kagi.example.com'), ...settings };
  return appRouter.createCaller({ ...context, identify: async () => ({ caller, vault: { ...own, config } }) });
}

describe('instance.keycloak', () => {
  it('says what a client needs before there is a realm', async () => {
    const api = await configured({ keycloak: null });
    expect(await api.instance.keycloak({})).toEqual({ issuer: null, addresses });
  });

  it('names the realm, and never the secret of the client', async () => {
    const settings = { url: 'https://sso.example.com', realm: 'my team', clientId: 'kagi', clientSecret: 'canary' };
    const lists = { allowedGroups: [], allowedEmailDomains: [], adminEmail: null };
    const answer = await (await configured({ keycloak: { ...settings, ...lists } })).instance.keycloak({});
    expect(answer).toEqual({ issuer: 'https://sso.example.com/realms/my%20team', addresses });
  });

  it('is for the admin', async () => {
    const user = await vault.givenUser();
    expect(await refused(user.api.instance.keycloak({}))).toMatchObject({ code: 'AUTH_ADMIN_REQUIRED' });
  });
});
