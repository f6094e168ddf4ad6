import type { AnyTRPCRouter } from '@trpc/server';
import type { FastifyInstance } from 'fastify';
import type { Context, RestCall } from '#server/api/context.ts';
import type { MakeContext } from '#server/http/context.ts';
import { VaultError } from '#shared/errors.ts';
import { sendAnswer } from './answer.ts';
import { type Outcome, restCaller } from './handler.ts';
import { type RestRequest, readInput } from './input.ts';
import type { RestPlan } from './plan.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's content type, judged only once the caller may call. */
    contentType: string | null;
  }
}

const LARGE_BODY_BYTES = 4 * 1024 * 1024;

/** Serves every procedure that has a REST form, each on a route of its own. */
export async function restRoutes(
  scope: FastifyInstance,
  { router, plans, makeContext }: { router: AnyTRPCRouter; plans: readonly RestPlan[]; makeContext: MakeContext },
): Promise<void> {
  leaveBodiesAlone(scope);
  for (const plan of plans) serve(scope, plan, restCaller(router, plan), makeContext);
}

/** A stranger gets 401 whatever he sends: Fastify must neither judge the type of a body nor parse it. */
export function leaveBodiesAlone(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  scope.decorateRequest('contentType', null);
  scope.addHook('onRequest', (request, _reply, done) => {
    request.contentType = request.headers['content-type'] ?? null;
    // Without one, every body goes to the parser above.
    delete request.headers['content-type'];
    done();
  });
}

function serve(scope: FastifyInstance, plan: RestPlan, call: Call, makeContext: MakeContext): void {
  const { method, url, access, rest } = plan;
  scope.route<{ Params: Record<string, string> }>({
    method,
    url,
    // What a HEAD would have to open and record, nobody would read.
    exposeHeadRoute: rest.secret !== true,
    ...(rest.secret === true ? { compress: false } : {}),
    ...(rest.large === true ? { bodyLimit: LARGE_BODY_BYTES } : {}),
    handler: async (request, reply) => {
      // The router takes nothing at all for a value too.
      if (plan.pathParams.some((param) => request.params[param] === '')) throw new VaultError('ROUTE_NOT_FOUND');
      const context = makeContext(request, restCallOf(plan, request));
      // The guard asks the same; asked here, a stranger costs no call.
      if (access.kind !== 'open') await context.identify();
      const outcome = await call(context);
      return sendAnswer(plan, request, reply, { outcome, reply: context.reply });
    },
  });
}

type Call = (context: Context) => Promise<Outcome>;

function restCallOf(plan: RestPlan, request: RestRequest): RestCall {
  let read: { input: unknown } | null = null;
  return {
    input: () => {
      read ??= { input: readInput(plan, request) };
      return read.input;
    },
    idempotencyKey: headerOf(request, 'idempotency-key'),
  };
}

function headerOf({ headers }: RestRequest, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}
