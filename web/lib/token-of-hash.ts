/**
 * Takes the token out of `#token=…` and out of the address, so that it stays in no history and no screenshot.
 * The part after `#` never reaches a server.
 */
export function takeTokenOfHash(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  if (token !== '') history.replaceState(null, '', location.pathname + location.search);
  return token;
}
