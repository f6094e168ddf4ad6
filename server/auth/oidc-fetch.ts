import { VaultError } from '#shared/errors.ts';

const MAX_BYTES = 1024 * 1024;
const RETRY_SECONDS = 30;

/** A `fetch` that ends: in time, at a size, and where it was sent. */
export type BoundedFetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/**
 * Makes a `fetch` for talking to a provider that may be slow, endless or hostile: the whole answer must
 * arrive within `limitMs` and be at most 1 MiB, and a redirect is a failure, since it could carry the
 * client's secret to another host. Answers are read in full, so that the limits bind the body too.
 */
export function boundedFetch(limitMs: number): BoundedFetch {
  // Taken once: while arctic runs, this function itself stands in the global's place.
  const unbounded = globalThis.fetch;
  return async (input, init = {}) => {
    const limit = AbortSignal.timeout(limitMs);
    const signal = init.signal ? AbortSignal.any([limit, init.signal]) : limit;
    const response = await unbounded(input, { ...init, redirect: 'error', signal });
    const { status, headers } = response;
    return new Response(await read(response), { status, headers });
  };
}

/** @throws {RangeError} as soon as the body is larger than an honest one is. */
async function read(response: Response): Promise<Blob | null> {
  if (response.body === null) return null;
  const reader = response.body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    bytes += next.value.length;
    if (bytes <= MAX_BYTES) continue;
    await reader.cancel();
    throw new RangeError('The answer of the provider is too large.');
  }
  return new Blob(chunks);
}

/**
 * Runs what talks to the provider; whatever goes wrong there means that it cannot be reached now.
 * @throws {VaultError} KEYCLOAK_UNAVAILABLE, with the fault as `cause` for the log.
 */
export async function reach<T>(talk: () => Promise<T>): Promise<T> {
  try {
    return await talk();
  } catch (error) {
    throw error instanceof VaultError ? error : unreachable(error);
  }
}

/** The provider did not answer, or answered what no provider should. */
export function unreachable(cause: unknown): VaultError {
  return Object.assign(new VaultError('KEYCLOAK_UNAVAILABLE', { retryAfterSeconds: RETRY_SECONDS }), { cause });
}
