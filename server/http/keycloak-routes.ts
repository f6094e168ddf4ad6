import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sessionCookie } from '#server/auth/cookies.ts';
import type { KeycloakClient } from '#server/auth/keycloak.ts';
import { answerCallback, type Finished } from '#server/auth/keycloak-callback.ts';
import { ACTIONS, beginFlow, type Errand, FLOW_SECONDS, type KeycloakDeps } from '#server/auth/keycloak-flow.ts';
import { SignInRefusal } from '#server/auth/keycloak-refusal.ts';
import { returnTo } from '#server/auth/keycloak-return-to.ts';
import { endByProvider } from '#server/auth/keycloak-sign-out.ts';
import { invalid } from '#shared/errors.ts';
import { authDeps } from './auth-deps.ts';
import { sessionOf } from './auth-guards.ts';
import { inputOf } from './auth-input.ts';
import type { MakeContext } from './context.ts';
import { cookieValue } from './cookie.ts';
import { sendRefusal } from './keycloak-page.ts';
import { leaveBodiesAlone } from './rest/routes.ts';
import { sameOriginCheck } from './same-origin.ts';
import type { Services } from './services.ts';

type Mount = { services: Services; makeContext: MakeContext };
type Params = { Params: Record<string, string> };

const LOGOUT_TOKEN_BYTES = 64 * 1024;

const errandInput = z.strictObject({ returnTo: returnTo.default('/') });
/** What is given twice or at great length is wrong, not absent. */
const word = z.string().max(4096).nullable().default(null).catch('');
/** Keycloak adds more, `session_state` for one. */
const callbackQuery = z.looseObject({ state: word, code: word, error: word, iss: word });

/** Sign-in by Keycloak: the addresses that browsers are sent to, and the one that Keycloak calls itself. */
export async function keycloakRoutes(scope: FastifyInstance, { services, makeContext }: Mount): Promise<void> {
  const { keycloak } = services.auth;
  if (keycloak === null) return;
  const mount = { services, makeContext, keycloak };
  await scope.register(fastifyCookie);
  // A HEAD must neither begin a sign-in nor use one up.
  const browsers = { exposeHeadRoute: false, errorHandler: refuse };
  scope.get('/api/auth/login/keycloak', browsers, signInHandler(mount));
  scope.get('/api/auth/reauthenticate/keycloak', browsers, reauthenticateHandler(mount));
  scope.get('/api/auth/callback/keycloak', browsers, callbackHandler(mount));
  await scope.register(async (json) => linkRoute(json, mount));
  await scope.register(async (forms) => backchannelRoute(forms, mount));
}

type Mounted = Mount & { keycloak: KeycloakClient };

function depsFor({ services, keycloak }: Mounted, request: FastifyRequest): KeycloakDeps {
  return { ...authDeps(services, request), keycloak };
}

function signInHandler(mount: Mounted) {
  const { publicUrl } = mount.services.config;
  const isOurs = sameOriginCheck(publicUrl);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { host, url } = request;
    // Keycloak sends him back to the public address: under another name of this machine his cookie would be missing.
    const isAlias = host !== publicUrl.host && isOurs({ origin: `${publicUrl.protocol}//${host}` });
    if (isAlias) return reply.redirect(new URL(url, publicUrl).href);
    const query = errandInput.parse(request.query);
    return sendAway(mount, request, reply, { ...query, purpose: 'sign-in', session: null });
  };
}

function reauthenticateHandler(mount: Mounted) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const guard = { action: ACTIONS.reauthenticate, isChange: false };
    const caller = await sessionOf(mount.makeContext(request, null), guard);
    const query = errandInput.parse(request.query);
    return sendAway(mount, request, reply, { ...query, purpose: 'reauthenticate', session: caller });
  };
}

/**
 * Begins to link an account of Keycloak's, which from then on opens the vault. No address that a browser can be
 * lured to, as the others are: somebody could have signed it in at Keycloak as himself.
 */
function linkRoute(json: FastifyInstance, mount: Mounted): void {
  leaveBodiesAlone(json);
  json.post<Params>('/api/auth/link/keycloak', async (request, reply) => {
    const guard = { action: ACTIONS.link, isChange: true, fresh: true };
    const caller = await sessionOf(mount.makeContext(request, null), guard);
    const input = inputOf(request, errandInput);
    return { redirectTo: await begin(mount, request, reply, { ...input, purpose: 'link', session: caller }) };
  });
}

async function sendAway(mount: Mounted, request: FastifyRequest, reply: FastifyReply, errand: Errand) {
  return reply.redirect(await begin(mount, request, reply, errand));
}

/** @returns where the browser must go, which now has the cookie for coming back. */
async function begin(mount: Mounted, request: FastifyRequest, reply: FastifyReply, errand: Errand): Promise<string> {
  const { url, cookie } = await beginFlow(depsFor(mount, request), errand);
  setFlowCookie(mount, reply, cookie, FLOW_SECONDS);
  return url.href;
}

function callbackHandler(mount: Mounted) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const cookie = cookieValue(request.headers.cookie, flowCookieName(mount)) ?? '';
    setFlowCookie(mount, reply, '', 0);
    const { state, code, error, iss: issuer } = callbackQuery.parse(request.query);
    // What is missing fails as what is forged does: it is counted and recorded.
    const answer = { state: state ?? '', cookie, code, error, issuer };
    return welcome(mount, reply, await answerCallback(depsFor(mount, request), answer));
  };
}

function welcome({ services }: Mounted, reply: FastifyReply, { session, returnTo: path }: Finished): FastifyReply {
  const { publicUrl } = services.config;
  if (session !== null) {
    const { name, options } = sessionCookie(services.config);
    reply.setCookie(name, session.token, options);
  }
  // Whole, so that no path can be read as another site.
  return reply.redirect(new URL(path, publicUrl).href);
}

/** The one route that asks for no origin and takes a form: Keycloak's server calls it, and its token says so. */
function backchannelRoute(forms: FastifyInstance, mount: Mounted): void {
  forms.removeAllContentTypeParsers();
  forms.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: LOGOUT_TOKEN_BYTES },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  forms.post('/api/auth/backchannel/keycloak', async (request, reply) => {
    const token = request.body instanceof URLSearchParams ? request.body.get('logout_token') : null;
    if (token === null) throw invalid('logout_token', 'Must be given.');
    await endByProvider(depsFor(mount, request), token).catch((error: unknown) => {
      if (!(error instanceof SignInRefusal)) throw error;
      request.log.warn({ requestId: request.id, detail: error.detail }, 'logout token refused');
      throw invalid('logout_token', 'Is no logout token of the configured realm for this client.');
    });
    return reply.code(200).header('cache-control', 'no-store').send();
  });
}

function refuse(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendRefusal(request, reply, error);
}

function flowCookieName({ services }: Mounted): string {
  return services.config.publicUrl.protocol === 'https:' ? '__Host-kagi-flow' : 'kagi-flow';
}

function setFlowCookie(mount: Mounted, reply: FastifyReply, value: string, maxAge: number): void {
  const secure = mount.services.config.publicUrl.protocol === 'https:';
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge } as const;
  reply.setCookie(flowCookieName(mount), value, options);
}
