import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The path as its route writes it: what a client put in its place is nobody's business. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}

/** Logs each answered request, by a list of what may be told: no header, no body, no query, no parameter of the path. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { id: requestId, method, caller } = request;
    const ms = Math.round(reply.elapsedTime * 1000) / 1000;
    const by = caller && { kind: caller.kind, id: caller.id };
    request.log.info(
      { requestId, method, route: routeOf(request), status: reply.statusCode, ms, caller: by },
      'request',
    );
    done();
  });
}
