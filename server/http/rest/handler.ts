import type { AnyTRPCRouter } from '@trpc/server';
import type { NodeHTTPResponse } from '@trpc/server/adapters/node-http';
import { createOpenApiNodeHttpHandler, type NodeHTTPRequest } from 'trpc-to-openapi';
import { z } from 'zod';
import type { Context } from '#server/api/context.ts';
import { isLongList } from './long-json.ts';
import type { RestPlan } from './plan.ts';

/** What came of a call: the output, and its JSON where the handler made it. */
export type Outcome = { output: unknown; json: string | null };

/**
 * Makes the call of one procedure by trpc-to-openapi's handler. The handler sees a router of this one
 * procedure, whose input is the path alone. Left to itself it tries routes in the order of the router,
 * makes the schemas that tRPC's wire shares read "false" as true (it sets `coerce` on them), and reads
 * the body before anyone asked who is calling. What the request holds comes by `context.rest.input()`
 * instead, once the guard has let it through.
 */
export function restCaller(router: AnyTRPCRouter, plan: RestPlan): (context: Context) => Promise<Outcome> {
  const handle = createOpenApiNodeHttpHandler<AnyTRPCRouter, Ask, NodeHTTPResponse>({
    router: routerOfOne(router, plan),
    createContext: async ({ req }) => req.call,
    onError: ({ error, req }) => {
      req.call.failure = error;
    },
  });
  const ask = asker(plan);
  return async (context) => {
    const call: Call = { context, output: undefined, json: null, failure: null };
    await handle(ask(call), answerTo(call));
    if (call.failure !== null) throw call.failure;
    return call;
  };
}

/** A call on its way through the handler. */
type Call = Outcome & { context: Context; failure: Error | null };

/** A request as the handler reads it. */
type Ask = NodeHTTPRequest & { call: Call };

function routerOfOne(router: AnyTRPCRouter, { name, procedure, pathParams, method, path }: RestPlan): AnyTRPCRouter {
  const { type } = procedure._def;
  const inputs = [z.object(Object.fromEntries(pathParams.map((param) => [param, z.string()])))];
  const alone = { _def: { type, inputs, output: z.unknown(), meta: { openapi: { method, path } } } };
  const createCaller = (call: Call) => ({
    alone: async () => {
      const getRawInput = async () => call.context.rest?.input();
      call.output = await procedure({
        path: name,
        type,
        getRawInput,
        ctx: call.context,
        signal: undefined,
        batchIndex: 0,
      });
      return isWrittenHere(call.output) ? undefined : call.output;
    },
  });
  // The handler reads these members of a router and no others.
  return { _def: { ...router._def, procedures: { alone } }, createCaller } as unknown as AnyTRPCRouter;
}

/** Text is sent as it is, and a long list is written in slices: the handler need not write them first. */
function isWrittenHere(output: unknown): boolean {
  return typeof output === 'string' || isLongList(output);
}

/** It must be a `Request`: for anything else the handler builds one, which costs more than all the rest of the call. */
function asker({ method, path }: RestPlan): (call: Call) => Ask {
  const headers = new Headers({ 'content-type': 'application/json' });
  const { signal } = new AbortController();
  // Any value fits the path's parameters: the handler need not see the real ones.
  const url = path.replace(/\{\w+\}/g, 'x');
  const constant = { method, url, headers, signal, body: {}, query: {} };
  return (call) => {
    const ask = { __proto__: Request.prototype, ...constant, call };
    // The handler reads these members of a request and no others.
    return ask as unknown as Ask;
  };
}

function answerTo(call: Call): NodeHTTPResponse {
  const answer = {
    statusCode: 0,
    setHeader() {},
    end(json: string | undefined) {
      call.json = json ?? null;
    },
  };
  // The handler writes to these members of a response and no others.
  return answer as unknown as NodeHTTPResponse;
}
