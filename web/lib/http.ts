import { failureOf, failureOfBody } from './failure.ts';

/**
 * Asks one of the routes that stand outside the tRPC contract (`/api/auth/…`).
 * @throws {Failure} whatever goes wrong; `Retry-After` is told as `retryAfterSeconds`.
 */
export async function send(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  const response = await request(method, path, { body });
  return response.status === 204 ? null : await response.json().catch(() => null);
}

export type RequestOptions = { body?: object | undefined; headers?: Readonly<Record<string, string>> };

/**
 * Asks a route of REST where its headers or its text are wanted: a revision, a download.
 * @throws {Failure} as `send` does.
 */
export async function request(method: 'GET' | 'POST', path: string, options: RequestOptions = {}): Promise<Response> {
  const { body, headers } = options;
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch((error: unknown) => {
    throw failureOf(error);
  });
  if (response.ok) return response;
  const answer: unknown = await response.json().catch(() => null);
  const failure = failureOfBody(answer, response.status) ?? failureOf(null);
  throw { ...failure, retryAfterSeconds: secondsOf(response.headers.get('retry-after')) };
}

/** Seconds that a refusal asks to wait, where it says so. */
export function retryAfterOf(failure: object): number | null {
  return 'retryAfterSeconds' in failure && typeof failure.retryAfterSeconds === 'number'
    ? failure.retryAfterSeconds
    : null;
}

function secondsOf(header: string | null): number | null {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}
