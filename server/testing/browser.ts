/** An answer on the way: where it leads, or what it is. */
export type Page = { url: URL; status: number; headers: Headers; body: string };

/** Answers a request as a server would; tests hand theirs in without a socket. */
export type Visit = (
  url: URL,
  request: { headers: Record<string, string>; form?: URLSearchParams },
) => Promise<Response>;

export type Browser = {
  /** Goes to an address and follows redirects, until one stays, or leads to an address that `stopAt` starts. */
  goTo(url: URL | string, stopAt?: string): Promise<Page>;
  /** Sends the form of a page, with what a person adds to it. */
  submit(page: Page, added: Record<string, string>): Promise<Page>;
  cookie(origin: string, name: string): string | undefined;
  setCookie(origin: string, name: string, value: string): void;
};

const MAX_REDIRECTS = 20;

/** A browser as far as sign-in needs one: a cookie jar for each origin, and redirects. */
export function browser(visit: Visit): Browser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (origin: string) => jars.get(origin) ?? jars.set(origin, new Map()).get(origin) ?? new Map();

  async function step(url: URL, form?: URLSearchParams): Promise<Page> {
    const jar = jarOf(url.origin);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers: Record<string, string> = cookie === '' ? {} : { cookie };
    const response = await visit(url, { headers, ...(form ? { form } : {}) });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return { url, status: response.status, headers: response.headers, body: await response.text() };
  }

  async function follow(first: Page, stopAt?: string): Promise<Page> {
    let page = first;
    for (let steps = 0; steps < MAX_REDIRECTS; steps++) {
      const location = page.headers.get('location');
      if (location === null) return page;
      const url = new URL(location, page.url);
      if (stopAt !== undefined && url.href.startsWith(stopAt)) return { ...page, url };
      page = await step(url);
    }
    throw new Error(`Too many redirects, last to ${page.url.origin}${page.url.pathname}`);
  }

  return {
    goTo: async (start, stopAt) => follow(await step(new URL(start)), stopAt),
    submit: async ({ url, body }, added) => {
      const action = /<form[^>]* action="([^"]+)"/.exec(body)?.[1] ?? '';
      const hidden = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
      const form = new URLSearchParams([
        ...hidden.map(([, name = '', value = '']) => [name, value]),
        ...Object.entries(added),
      ]);
      return follow(await step(new URL(action, url), form));
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
