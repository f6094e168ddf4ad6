import type { IncomingMessage } from 'node:http';
import { VaultError } from '#shared/errors.ts';

const URL_BYTES = 4096;
const HEADERS = 100;

/** Where no route ever is: under the API nothing answers but the contract. */
const NOWHERE = '/api/*';

/** The methods that are routed. OPTIONS is among them to be refused. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const ROUTED: ReadonlySet<string> = new Set(METHODS);

/**
 * Turns what no adapter could bear into what the router knows how to refuse: a target that is not a path
 * (`GET *` and absolute ones end processes elsewhere), and a method that no route has.
 */
export function tame(request: IncomingMessage): string {
  const { url = '', method = '' } = request;
  // Nothing answers OPTIONS, so it is refused on each path as the unknown method should be.
  if (!ROUTED.has(method)) request.method = 'OPTIONS';
  return url.startsWith('/') ? url : NOWHERE;
}

/** Why a request's head is refused, or null. A host must be named (RFC 9112, 3.2). */
export function immodesty({ url = '', rawHeaders, httpVersion, headers }: IncomingMessage): VaultError | null {
  if (url.length > URL_BYTES) return new VaultError('URI_TOO_LONG');
  // Names and values alternate.
  if (rawHeaders.length > 2 * HEADERS) return new VaultError('HEADERS_TOO_LARGE');
  if (httpVersion !== '1.1' || headers.host !== undefined) return null;
  return new VaultError('VALIDATION_ERROR', { message: 'The request names no host.' });
}
