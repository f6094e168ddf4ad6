import { createRemoteJWKSet } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HostileProvider, hostileProvider, misbehaviours } from '#server/testing/hostile-provider.ts';
import { type Issued, verifyIdToken, verifyLogoutToken } from './oidc-tokens.ts';

const NONCE = 'the nonce that was sent';
const now = new Date();
const seconds = Math.floor(now.getTime() / 1000);

let provider: HostileProvider;
let issued: Issued;

beforeAll(async () => {
  provider = await hostileProvider();
});

beforeEach(() => {
  const keys = createRemoteJWKSet(new URL(`${provider.issuer}/certs`), { cooldownDuration: 0 });
  issued = { keys, issuer: provider.issuer, clientId: 'kagi', now };
});

afterAll(() => provider.close());

const refusedFor = (detail: string) => ({ name: 'SignInRefusal', reason: 'TOKEN_INVALID', detail });

describe('an ID token', () => {
  const claims = (replaced: Record<string, unknown> = {}) => provider.claims({ nonce: NONCE, ...replaced });
  const verify = (token: string) => verifyIdToken(token, issued, NONCE);

  it('says whom it names, and what it knows of him', async () => {
    const token = await provider.sign(claims({ groups: ['/dev'], auth_time: seconds - 60 }));
    expect(await verify(token)).toEqual({
      subject: 'alice',
      email: 'alice@example.com',
      isEmailVerified: true,
      name: 'Alice',
      groups: ['/dev'],
      sid: 's1',
      authenticatedAt: new Date((seconds - 60) * 1000),
    });
  });

  it('may say no more than who he is, or say it in an odd form', async () => {
    const bare = { email: undefined, email_verified: undefined, name: 7, sid: undefined, auth_time: undefined };
    const token = await provider.sign(claims({ ...bare, groups: 'dev', preferred_username: 'ally' }));
    const nothing = { email: null, isEmailVerified: false, groups: [], sid: null, authenticatedAt: null };
    expect(await verify(token)).toEqual({ subject: 'alice', name: 'ally', ...nothing });
  });

  it.each([
    ['another nonce', { nonce: 'another' }, 'nonce'],
    ['no nonce', { nonce: undefined }, 'nonce'],
    ['another audience', { aud: 'shop' }, 'aud'],
    ['no audience', { aud: undefined }, 'aud'],
    ['another authorized party', { azp: 'shop' }, 'azp'],
    ['several audiences and no authorized party', { aud: ['kagi', 'shop'], azp: undefined }, 'azp'],
    ['another issuer', { iss: 'https://evil.example/realms/dev' }, 'iss'],
    ['a past end', { exp: seconds - 31 }, 'exp'],
    ['no end', { exp: undefined }, 'exp'],
    ['no beginning', { iat: undefined }, 'iat'],
    ['a beginning in the future', { iat: seconds + 60 }, 'iat'],
    ['a beginning long ago', { iat: seconds - 3600, exp: seconds + 3600 }, 'iat'],
    ['a time before which it does not count', { nbf: seconds + 60 }, 'nbf'],
    ['no subject', { sub: undefined }, 'sub'],
    ['an empty subject', { sub: '' }, 'sub'],
    ['a subject that no database holds', { sub: 'a\0b' }, 'sub'],
    ['a sign-in at no time', { auth_time: 'yesterday' }, 'auth_time'],
  ])('with %s is refused', async (_what, replaced, detail) => {
    await expect(verify(await provider.sign(claims(replaced)))).rejects.toMatchObject(refusedFor(detail));
  });

  it.each([
    ['within the tolerance', { exp: seconds - 25, iat: seconds - 200 }],
    ['for several, with us as the authorized party', { aud: ['shop', 'kagi'] }],
    ['without an authorized party', { azp: undefined }],
  ])('is taken %s', async (_what, replaced) => {
    await expect(verify(await provider.sign(claims(replaced)))).resolves.toMatchObject({ subject: 'alice' });
  });

  it('needs no nonce after a refresh', async () => {
    const token = await provider.sign(provider.claims());
    await expect(verifyIdToken(token, issued, null)).resolves.toMatchObject({ subject: 'alice' });
  });

  it.each([
    ['not signed', async () => provider.signUnsecured(claims()), 'ERR_JOSE_ALG_NOT_ALLOWED'],
    ['signed with the public key', () => provider.signWithPublicKey(claims()), 'ERR_JOSE_ALG_NOT_ALLOWED'],
    ['signed by another key', () => provider.forge(claims()), 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
    ['signed by an unknown key', () => provider.sign(claims(), { kid: 'no' }), 'ERR_JWKS_NO_MATCHING_KEY'],
    ['no token at all', async () => 'x.y', 'ERR_JWS_INVALID'],
  ])('that is %s is refused', async (_what, token, detail) => {
    await expect(verify(await token())).rejects.toMatchObject(refusedFor(detail));
  });

  it('whose claims were changed is refused', async () => {
    const [header, , signature] = (await provider.sign(claims())).split('.');
    const changed = Buffer.from(JSON.stringify(claims({ sub: 'mallory' }))).toString('base64url');
    const refusal = refusedFor('ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
    await expect(verify([header, changed, signature].join('.'))).rejects.toMatchObject(refusal);
  });

  it('cannot be judged while the keys cannot be had', async () => {
    const token = await provider.sign(claims());
    const honest = provider.answers.certs;
    for (const how of ['fails', 'answers what is no JSON', 'answers a list']) {
      provider.answers.certs = misbehaviours[how] ?? expect.fail();
      await expect(verify(token)).rejects.toMatchObject({ code: 'KEYCLOAK_UNAVAILABLE' });
    }
    provider.answers.certs = honest;
  });
});

describe('a logout token', () => {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const person = { email: undefined, email_verified: undefined, name: undefined, auth_time: undefined };
  const claims = (replaced: Record<string, unknown> = {}) =>
    provider.claims({ ...person, azp: undefined, jti: 'j1', events, ...replaced });
  const signed = (replaced: Record<string, unknown> = {}, typ = 'logout+jwt') =>
    provider.sign(claims(replaced), { typ });
  const verify = (token: string) => verifyLogoutToken(token, issued);

  it.each(['logout+jwt', 'application/logout+jwt', 'JWT'])(
    'of the type %s names a session and its user',
    async (typ) => {
      expect(await verify(await signed({}, typ))).toEqual({ sid: 's1', subject: 'alice' });
    },
  );

  it('may name one of the two', async () => {
    expect(await verify(await signed({ sid: undefined }))).toEqual({ sid: null, subject: 'alice' });
    expect(await verify(await signed({ sub: undefined, exp: undefined }))).toEqual({ sid: 's1', subject: null });
  });

  it.each([
    ['of another type', {}, 'typ', 'at+jwt'],
    ['with a nonce, as an ID token has', { nonce: NONCE }, 'nonce'],
    ['without the event', { events: {} }, 'events.http://schemas.openid.net/event/backchannel-logout'],
    ['without events', { events: undefined }, 'events'],
    ['that names nobody', { sub: undefined, sid: undefined }, 'sid'],
    ['for another client', { aud: 'shop' }, 'aud'],
    ['of another issuer', { iss: 'https://evil.example' }, 'iss'],
    ['that is old', { iat: seconds - 151, exp: seconds + 60 }, 'iat'],
    ['that is over', { exp: seconds - 31 }, 'exp'],
  ])('%s is refused', async (_what, replaced, detail, typ = 'logout+jwt') => {
    await expect(verify(await signed(replaced, typ))).rejects.toMatchObject(refusedFor(detail));
  });

  it('that somebody else signed is refused', async () => {
    const refusal = refusedFor('ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
    await expect(verify(await provider.forge(claims()))).rejects.toMatchObject(refusal);
  });
});
