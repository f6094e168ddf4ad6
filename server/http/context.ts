import type { FastifyRequest } from 'fastify';
import type { Context, Identified, RestCall } from '#server/api/context.ts';
import type { authenticate } from '#server/auth/authenticate.ts';
import type { Caller } from '#server/auth/caller.ts';
import { sessionCookie } from '#server/auth/cookies.ts';
import { prefersJson } from './accept.ts';
import { cookieValue } from './cookie.ts';
import { originOf } from './origin.ts';
import { rateLimit } from './rate-limit.ts';
import { sameOriginCheck } from './same-origin.ts';
import type { Services } from './services.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who made the request, once that is known: for the log. */
    caller: Caller | null;
  }
}

/** Says who is calling, as `server/auth` does it. */
export type Authenticate = typeof authenticate;

/** Makes the context of one request; `rest` is null on tRPC's own wire. */
export type MakeContext = (request: FastifyRequest, rest: RestCall | null) => Context;

export function contextMaker(services: Services, authenticate: Authenticate): MakeContext {
  const { publicUrl } = services.config;
  const isSameOrigin = sameOriginCheck(publicUrl);
  const identify = identifier(services, authenticate);
  return (request, rest) => {
    let identified: Promise<Identified> | null = null;
    const identifyOnce = () => {
      identified ??= identify(request);
      return identified;
    };
    return {
      requestId: request.id,
      identify: identifyOnce,
      isSameOrigin: isSameOrigin(request.headers),
      // tRPC's wire is JSON throughout.
      wantsJson: rest === null || prefersJson(request.headers.accept),
      reply: { created: null, updatedAt: null, download: null, contentType: null },
      rest,
    };
  };
}

function identifier(services: Services, authenticate: Authenticate) {
  const { config, db, audit, events, pickers, auth } = services;
  const cookieName = sessionCookie(config).name;
  const demandRate = rateLimit(config.rateLimit);
  return async (request: FastifyRequest): Promise<Identified> => {
    const { headers } = request;
    const origin = originOf(request);
    const em = db.fork();
    const keyring = services.keyring();
    const { caller, now } = await authenticate(
      { em, keyring, audit, config, origin, state: auth },
      { authorization: headers.authorization, cookie: cookieValue(headers.cookie, cookieName) },
    );
    request.caller = caller;
    await demandRate?.(caller);
    const ifMatch = headers['if-match'] ?? null;
    const mustBeNew = headers['if-none-match']?.trim() === '*';
    const asked = { ifMatch, mustBeNew, once: null };
    return { caller, vault: { em, keyring, now, origin, config, audit, events, pickers, ...asked } };
  };
}
