import type { APIRequestContext, APIResponse } from '@playwright/test';

/**
 * Answers the parsed body; whoever asks knows its shape.
 * @throws {Error} with method, path and answer, unless the status is a good one.
 */
export type Api = <T = unknown>(method: string, path: string, body?: object) => Promise<T>;

/** Asks the REST API with the cookies of a browser, as its pages do. */
export function apiOf(request: APIRequestContext, origin: string): Api {
  return async (method, path, body) => {
    const answer = await request.fetch(`${origin}/api${path}`, {
      method,
      headers: { origin },
      ...(body === undefined ? {} : { data: body }),
    });
    return bodyOf(answer, `${method} ${path}`);
  };
}

async function bodyOf(answer: APIResponse, what: string) {
  const text = await answer.text();
  if (!answer.ok()) throw new Error(`${what} answered ${answer.status()}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
