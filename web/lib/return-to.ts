/** Where sign-in leads back to: a path of this site and nothing else, or the overview. */
export function returnTo(search: string): string {
  const path = new URLSearchParams(search).get('returnTo') ?? '/';
  const url = URL.canParse(path, location.origin) ? new URL(path, location.origin) : null;
  if (!path.startsWith('/') || url === null || url.origin !== location.origin) return '/';
  return url.pathname + url.search + url.hash;
}

/** The address of sign-in that comes back to where the reader is now. */
export function signInAddress({ pathname, search, hash }: Location): string {
  const here = pathname + search + hash;
  return here === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(here)}`;
}
