import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import { accept } from '#server/auth/accept.ts';
import { sessionCookie } from '#server/auth/cookies.ts';
import { currentSession } from '#server/auth/current-session.ts';
import { signOutUrl } from '#server/auth/keycloak-sign-out.ts';
import { changePassword } from '#server/auth/password-change.ts';
import type { NewSession } from '#server/auth/sessions.ts';
import { setUp, setupLink } from '#server/auth/setup.ts';
import { reauthenticate, signIn, signOut } from '#server/auth/sign-in.ts';
import type { AuthDeps } from '#server/auth/state.ts';
import {
  acceptInput,
  type Providers,
  passwordInput,
  reauthenticateInput,
  setupInput,
  signInInput,
} from '#shared/sign-in.ts';
import { authDeps } from './auth-deps.ts';
import { demandNotForeign, sessionOf } from './auth-guards.ts';
import { demandNoQuery, inputOf } from './auth-input.ts';
import type { MakeContext } from './context.ts';
import { leaveBodiesAlone } from './rest/routes.ts';
import type { Services } from './services.ts';

type Mount = { services: Services; makeContext: MakeContext };
type Params = { Params: Record<string, string> };

/** Sign-in by password, and what a session can do with itself. */
export async function authRoutes(scope: FastifyInstance, mount: Mount): Promise<void> {
  leaveBodiesAlone(scope);
  await scope.register(fastifyCookie);
  entrances(scope, mount);
  ownSession(scope, mount);
}

/** Ways in: they ask for no session and give one. */
function entrances(scope: FastifyInstance, { services, makeContext }: Mount): void {
  const enterBy = <S extends z.ZodType>(
    path: string,
    schema: S,
    enter: (deps: AuthDeps, input: z.output<S>) => Promise<NewSession | null>,
  ) =>
    scope.post<Params>(`/api/auth/${path}`, async (request, reply) => {
      demandNotForeign(makeContext(request, null), request);
      const input = inputOf(request, schema);
      return welcome(services, reply, await enter(authDeps(services, request), input));
    });
  enterBy('setup', setupInput, setUp);
  enterBy('sign-in', signInInput, signIn);
  enterBy('accept', acceptInput, accept);
  scope.get<Params>('/api/auth/providers', async (request) => {
    demandNoQuery(request);
    return providers(authDeps(services, request));
  });
}

function ownSession(scope: FastifyInstance, { services, makeContext }: Mount): void {
  scope.get<Params>('/api/auth/session', async (request) => {
    const caller = await sessionOf(makeContext(request, null), { action: 'session.get', isChange: false });
    demandNoQuery(request);
    return currentSession(authDeps(services, request), caller);
  });
  scope.post<Params>('/api/auth/sign-out', async (request, reply) => {
    const caller = await sessionOf(makeContext(request, null), { action: 'session.end', isChange: true });
    inputOf(request, null);
    const deps = authDeps(services, request);
    const redirectTo = await signOutUrl(deps, caller);
    await signOut(deps, caller);
    setSessionCookie(services, reply, '', 0);
    return { redirectTo };
  });
  scope.post<Params>('/api/auth/reauthenticate', async (request, reply) => {
    const guard = { action: 'sign-in.reauthenticate', isChange: true } as const;
    const caller = await sessionOf(makeContext(request, null), guard);
    await reauthenticate(authDeps(services, request), caller, inputOf(request, reauthenticateInput));
    return reply.code(204).send();
  });
  scope.post<Params>('/api/auth/password', async (request, reply) => {
    const guard = { action: 'account.password', isChange: true, fresh: true } as const;
    const caller = await sessionOf(makeContext(request, null), guard);
    await changePassword(authDeps(services, request), caller, inputOf(request, passwordInput));
    return reply.code(204).send();
  });
}

async function providers(deps: AuthDeps): Promise<Providers> {
  const setupRequired = (await setupLink(deps)) !== null;
  return { password: deps.config.passwordSignIn, keycloak: deps.state.keycloak !== null, setupRequired };
}

/** Without a session the way in leads on to the door. */
function welcome(services: Services, reply: FastifyReply, session: NewSession | null): FastifyReply {
  if (session !== null) setSessionCookie(services, reply, session.token);
  return reply.code(204).send();
}

function setSessionCookie({ config }: Services, reply: FastifyReply, value: string, maxAge?: number): void {
  const { name, options } = sessionCookie(config);
  reply.setCookie(name, value, maxAge === undefined ? options : { ...options, maxAge });
}
