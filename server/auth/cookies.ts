import type { Config } from '#server/config.ts';

/** How the session's cookie is set; the names of the options are those of the `cookie` package. */
export type SessionCookie = { name: string; options: CookieOptions };
export type CookieOptions = {
  path: '/';
  httpOnly: true;
  sameSite: 'lax';
  secure: boolean;
  /** Seconds. */
  maxAge: number;
};

/**
 * The session's cookie: over HTTPS a browser takes a `__Host-` cookie from this host alone, over HTTPS alone
 * and for no other domain (RFC 6265bis, 4.1.3.2). Plain HTTP is for loopback only, where that prefix is refused.
 */
export function sessionCookie({
  publicUrl,
  sessionMaxHours,
}: Pick<Config, 'publicUrl' | 'sessionMaxHours'>): SessionCookie {
  const secure = publicUrl.protocol === 'https:';
  const maxAge = sessionMaxHours * 60 * 60;
  return {
    name: secure ? '__Host-kagi' : 'kagi',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge },
  };
}
