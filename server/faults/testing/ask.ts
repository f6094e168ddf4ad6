import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The body, if it is JSON: its fields, or its items by their numbers. */
  json: Record<string, unknown>;
};

export type Question = {
  body?: unknown;
  headers?: Record<string, string>;
  /** From which of loopback's addresses. */
  from?: string;
};

/** Speaks to one server as one caller. */
export type Ask = (method: string, path: string, question?: Question) => Promise<Answer>;

/**
 * Asks on a connection of its own: one that was kept would be cut by whatever befell the request before.
 * @throws {Error} where no answer comes, or half of one.
 */
export function askAt(base: string, method: string, path: string, { body, headers, from }: Question): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const place = from === undefined ? {} : { localAddress: from };
  const options = { ...place, method, agent: false, headers: { ...type, ...headers } };
  const outgoing = request(new URL(path, base), options, (incoming) => {
    const { statusCode: status = 0, headers } = incoming;
    const isJson = headers['content-type']?.startsWith('application/json') === true;
    text(incoming).then((text) => resolve({ status, headers, text, json: isJson ? JSON.parse(text) : {} }), reject);
  });
  outgoing.once('error', reject);
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

/** Asks again for as long as it is told to: on a busy machine also a sound server has no time now and then. */
export function patiently(ask: Ask): Ask {
  return async (...question) => {
    for (;;) {
      const answer = await ask(...question);
      if (answer.status !== 503) return answer;
    }
  };
}
