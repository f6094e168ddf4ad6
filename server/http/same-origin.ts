import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Makes the check whether a request shows that a page of this site sent it. A browser says so itself
 * (`Sec-Fetch-Site`, which no script can set); where it does not, the `Origin` must be ours.
 */
export function sameOriginCheck(publicUrl: URL): (headers: IncomingHttpHeaders) => boolean {
  const origins = new Set(originsOf(publicUrl));
  return ({ 'sec-fetch-site': site, origin }) => {
    if (site !== undefined) return site === 'same-origin';
    return origin !== undefined && origins.has(origin);
  };
}

/** On loopback all its names count as one: people type either. */
function originsOf(publicUrl: URL): string[] {
  if (!LOOPBACK.includes(publicUrl.hostname)) return [publicUrl.origin];
  const port = publicUrl.port === '' ? '' : `:${publicUrl.port}`;
  return LOOPBACK.map((host) => `${publicUrl.protocol}//${host}${port}`);
}
