import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { VaultError } from '#shared/errors.ts';

const RETRY_SECONDS = 1;

/** Streams that stay open until somebody ends them. */
export type Streams = { add(response: ServerResponse): void };

/**
 * Makes `app.close()` let requests in flight finish for a while, though it ends streams at once and refuses
 * what arrives on connections that are still open.
 */
export function closeGracefully(app: FastifyInstance, graceMs: number): Streams {
  const streams = new Set<ServerResponse>();
  let isClosing = false;
  app.addHook('onRequest', (_request, reply, done) => {
    if (!isClosing) return done();
    reply.header('connection', 'close');
    done(new VaultError('UNAVAILABLE', { retryAfterSeconds: RETRY_SECONDS }));
  });
  app.addHook('preClose', (done) => {
    isClosing = true;
    for (const stream of streams) stream.destroy();
    const timer = setTimeout(() => app.server.closeAllConnections(), graceMs).unref();
    app.server.once('close', () => clearTimeout(timer));
    done();
  });
  return {
    add(response) {
      streams.add(response);
      response.once('close', () => streams.delete(response));
    },
  };
}
