import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server';
import { incomingMessageToRequest } from '@trpc/server/adapters/node-http';
import { type ResponseMeta, resolveResponse } from '@trpc/server/http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Meta } from '#server/api/meta.ts';
import { VaultError } from '#shared/errors.ts';
import type { Streams } from './closing.ts';
import type { MakeContext } from './context.ts';
import { logFault } from './fault-log.ts';
import { faultHeaders, faultOf } from './faults.ts';
import { readJson } from './rest/json-body.ts';

const MAX_BATCH = 10;
const BODY_BYTES = 4 * 1024 * 1024;

type Mount = { router: AnyTRPCRouter; makeContext: MakeContext; streams: Streams };
type TrpcRequest = FastifyRequest<{ Params: { path: string } }>;

/** Serves tRPC's own wire: GET and POST with JSON, batches of at most ten, subscriptions as event streams. */
export async function trpcRoutes(scope: FastifyInstance, mount: Mount): Promise<void> {
  acceptJsonAlone(scope);
  const secrets = secretNames(mount.router);
  scope.route<{ Params: { path: string } }>({
    method: ['GET', 'POST'],
    url: '/trpc/:path',
    exposeHeadRoute: false,
    bodyLimit: BODY_BYTES,
    handler: async (request, reply) => {
      if (request.params.path === '') throw new VaultError('ROUTE_NOT_FOUND');
      // Compressed, a secret beside what a stranger chose would show by the length of both.
      if (request.params.path.split(',').some((name) => secrets.has(name))) request.headers['x-no-compression'] = '1';
      return send(reply, await answer(mount, request, reply));
    },
  });
}

/** tRPC takes forms as well, which any site may send; and it parses what it is given without looking. */
function acceptJsonAlone(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async ({ headers }: FastifyRequest, body: Buffer) => {
    readJson(body, { contentType: headers['content-type'], encoding: headers['content-encoding'] });
    return body.toString();
  });
}

function secretNames(router: AnyTRPCRouter): ReadonlySet<string> {
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures;
  // Only server/api/trpc.ts makes procedures, so their meta is ours.
  const isSecret = ([, { _def }]: [string, AnyTRPCProcedure]) => (_def.meta as Meta | undefined)?.rest?.secret === true;
  return new Set(
    Object.entries(procedures)
      .filter(isSecret)
      .map(([name]) => name),
  );
}

function answer({ router, makeContext, streams }: Mount, request: TrpcRequest, reply: FastifyReply): Promise<Response> {
  const raw = Object.assign(request.raw, { body: request.body });
  return resolveResponse({
    router,
    req: incomingMessageToRequest(raw, reply.raw, { maxBodySize: BODY_BYTES }),
    path: request.params.path,
    error: null,
    allowBatching: true,
    maxBatchSize: MAX_BATCH,
    createContext: async () => makeContext(request, null),
    onError: ({ error }) => {
      const fault = faultOf(error, request.id);
      if (fault.status >= 500) logFault(request, fault, error);
    },
    responseMeta: ({ type, errors }): ResponseMeta => {
      if (type === 'subscription') streams.add(reply.raw);
      return { headers: headersOf(type, errors[0], request.id) };
    },
  });
}

function headersOf(type: string, error: unknown, requestId: string): Record<string, string> {
  const caching = type === 'subscription' ? 'no-store, no-transform' : 'no-store';
  return { ...(error === undefined ? {} : faultHeaders(faultOf(error, requestId))), 'cache-control': caching };
}

/** An answer that is there already goes out in one piece: as a stream it would cost more, and be compressed however short. */
async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  const isStream = response.headers.has('transfer-encoding') || response.headers.has('x-accel-buffering');
  if (isStream) return reply.send(response);
  return reply
    .code(response.status)
    .headers(Object.fromEntries(response.headers))
    .send(await response.text());
}
