import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { newId } from '#server/crypto/ids.ts';
import { VaultError } from '#shared/errors.ts';
import { clientErrorHandler } from './client-errors.ts';
import { sendFault } from './faults.ts';
import { immodesty, tame } from './limits.ts';
import { securityHeaders } from './security-headers.ts';
import type { Services } from './services.ts';
import { wantsPage } from './web-routes.ts';

const BODY_BYTES = 1024 * 1024;
const MAX_PARAM_BYTES = 4096;

/** How long a client may take to say what it wants; and requests to finish, when the server closes. */
export type Timeouts = { headersMs: number; requestMs: number; checkEveryMs: number; graceMs: number };
export const TIMEOUTS: Timeouts = { headersMs: 10_000, requestMs: 30_000, checkEveryMs: 1_000, graceMs: 20_000 };

/** Makes the server without its routes: what holds for every request, whatever it asks for. */
export function bareServer(services: Pick<Services, 'config' | 'log'>, timeouts: Timeouts): FastifyInstance {
  const headers = { ...securityHeaders(services.config.publicUrl), 'cache-control': 'no-store' };
  const dress = (request: FastifyRequest, reply: FastifyReply) =>
    reply.headers(headers).header('x-request-id', request.id);
  const app = Fastify({
    ...loggingBy(services.log),
    ...toldBy(services.config.trustedProxies),
    ...httpOptions(timeouts),
    genReqId: newId,
    bodyLimit: BODY_BYTES,
    routerOptions: { maxParamLength: MAX_PARAM_BYTES },
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    return503OnClosing: false,
    rewriteUrl: tame,
    clientErrorHandler: clientErrorHandler(headers),
    // Hooks do not run for what the router itself refuses.
    frameworkErrors: (error, request, reply) => sendFault(request, dress(request, reply), error),
  });
  // An expectation that nobody knows may be ignored (RFC 9110, 10.1.1); Node would refuse it without a body or a header.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.decorateRequest('caller', null);
  app.setErrorHandler((error, request, reply) => sendFault(request, reply, error));
  app.addHook('onRequest', (request, reply, done) => {
    dress(request, reply);
    done(refusalOf(request) ?? undefined);
  });
  return app;
}

/** Refused before the body is read: routing and size ask for no credentials. */
function refusalOf(request: FastifyRequest): VaultError | null {
  const immodest = immodesty(request.raw);
  if (immodest !== null) return immodest;
  return request.is404 && !wantsPage(request) ? new VaultError('ROUTE_NOT_FOUND') : null;
}

/** Fastify's own validation would be a second one beside zod's, and loads a compiler at each start. */
function noSchemas(): never {
  throw new Error('Routes have no Fastify schemas here: zod validates.');
}

/** Fastify's own lines would hold whole URLs: what is logged, request-log.ts and fault-log.ts say. */
function loggingBy(log: FastifyBaseLogger) {
  return {
    loggerInstance: log,
    childLoggerFactory: (logger: FastifyBaseLogger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
  };
}

/** Whose word on a client's address is taken. */
function toldBy(proxies: readonly string[]) {
  return { trustProxy: proxies.length === 0 ? false : [...proxies] };
}

function httpOptions({ headersMs, requestMs, checkEveryMs }: Timeouts) {
  return {
    requestTimeout: requestMs,
    http: {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: checkEveryMs,
      // We refuse a request without a host ourselves: Node's refusal has no body and no headers.
      requireHostHeader: false,
    },
  };
}
