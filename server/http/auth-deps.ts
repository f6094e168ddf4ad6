import type { FastifyRequest } from 'fastify';
import type { AuthDeps } from '#server/auth/state.ts';
import { originOf } from './origin.ts';
import type { Services } from './services.ts';

/** What auth works with, for one request. */
export function authDeps({ config, db, audit, auth, keyring }: Services, request: FastifyRequest): AuthDeps {
  return { em: db.fork(), keyring: keyring(), audit, config, origin: originOf(request), state: auth };
}
