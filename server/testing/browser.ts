/** An answer on the way: where it leads, or what it is. */
export type Page = { url: URL; status: number; headers: Headers; body: string };

/** Answers a request as a server would; tests hand theirs in without a socket. */
export type Visit = (url: URL, headers: Record<string, string>) => Promise<Response>;

export type Browser = {
  /** Goes to an address and follows redirects, until one stays, or leads to an address that `stopAt` starts. */
  goTo(url: URL | string, stopAt?: string): Promise<Page>;
  cookie(origin: string, name: string): string | undefined;
  setCookie(origin: string, name: string, value: string): void;
};

const MAX_REDIRECTS = 20;

/** A browser as far as sign-in needs one: a cookie jar for each origin, and redirects. */
export function browser(visit: Visit): Browser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (origin: string) => jars.get(origin) ?? jars.set(origin, new Map()).get(origin) ?? new Map();

  async function step(url: URL): Promise<Page> {
    const jar = jarOf(url.origin);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await visit(url, cookie === '' ? {} : { cookie });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return { url, status: response.status, headers: response.headers, body: await response.text() };
  }

  return {
    async goTo(start, stopAt) {
      let url = new URL(start);
      for (let steps = 0; steps < MAX_REDIRECTS; steps++) {
        const page = await step(url);
        const location = page.headers.get('location');
        if (location === null) return page;
        url = new URL(location, url);
        if (stopAt !== undefined && url.href.startsWith(stopAt)) return { ...page, url };
      }
      throw new Error(`Too many redirects, last to ${url.origin}${url.pathname}`);
    },
    cookie: (origin, name) => jarOf(origin).get(name),
    setCookie: (origin, name, value) => void jarOf(origin).set(name, value),
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  const isOver = attributes.some((attribute) => /^(max-age=0|expires=thu, 01 jan 1970.*)$/i.test(attribute));
  if (isOver) jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), pair.slice(at + 1));
}
