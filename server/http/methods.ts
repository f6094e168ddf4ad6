import type { FastifyInstance } from 'fastify';
import { VaultError } from '#shared/errors.ts';
import { METHODS } from './limits.ts';

/** Refuses, on every path that has a route, the methods it has none for. Call it first; `close` it after the last route. */
export function methodGuard(app: FastifyInstance): { close(): void } {
  const allowed = new Map<string, Set<string>>();
  let open = true;
  app.addHook('onRoute', ({ url, method }) => {
    if (!open) return;
    const methods = allowed.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    allowed.set(url, methods);
  });
  return {
    close() {
      open = false;
      for (const [url, methods] of allowed) refuseOthers(app, url, methods);
    },
  };
}

function refuseOthers(app: FastifyInstance, url: string, allowed: ReadonlySet<string>): void {
  const allow = [...allowed].sort().join(', ');
  app.route({
    method: METHODS.filter((method) => !allowed.has(method)),
    url,
    exposeHeadRoute: false,
    // Refused before anybody reads the body: routing needs no credentials and no content type.
    onRequest: async (_request, reply) => {
      reply.header('allow', allow);
      throw new VaultError('METHOD_NOT_ALLOWED');
    },
    handler: () => {},
  });
}
