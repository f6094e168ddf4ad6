import type { Page } from '@playwright/test';

/** All that a page holds where someone could look, as texts. */
export type Traces = Record<'document' | 'address' | 'title' | 'storage' | 'databases' | 'queries', string>;

/** Walks a page. It runs in the browser, so all that it calls is within. */
export function tracesOf(page: Page): Promise<Traces> {
  return page.evaluate(async () => {
    const htmlOf = (root: Document | ShadowRoot | Element): string => {
      const within = [...root.querySelectorAll('*')];
      const own = root instanceof Document ? root.documentElement.outerHTML : root.innerHTML;
      const typed = within.map((element) => ('value' in element ? String(element.value) : ''));
      const shadows = within.map(({ shadowRoot }) => (shadowRoot === null ? '' : htmlOf(shadowRoot)));
      return [own, ...typed, ...shadows].join('\n');
    };

    const all = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const databases = await Promise.all(
      (await indexedDB.databases()).map(async ({ name }) => {
        const database = await all(indexedDB.open(name ?? ''));
        const stores = [...database.objectStoreNames];
        const rows = stores.map((store) => all(database.transaction(store).objectStore(store).getAll()));
        return JSON.stringify(await Promise.all(rows));
      }),
    );

    // React keeps its tree at the root element; the provider of the queries is in it.
    type Fiber = { child: Fiber | null; sibling: Fiber | null; memoizedProps: { client?: Client } | null };
    type Cache = { getAll(): { state: unknown; queryKey?: unknown }[] };
    type Client = { getQueryCache?: () => Cache; getMutationCache: () => Cache };
    const clientIn = (fiber: Fiber | null): Client | null => {
      if (fiber === null) return null;
      const client = fiber.memoizedProps?.client;
      return client?.getQueryCache ? client : (clientIn(fiber.child) ?? clientIn(fiber.sibling));
    };
    const root = document.getElementById('app');
    const key = Object.keys(root ?? {}).find((name) => name.startsWith('__reactContainer$'));
    const client = clientIn(key === undefined ? null : Reflect.get(root ?? {}, key));
    const stateOf = (cache: Cache | undefined) =>
      cache?.getAll().map(({ state, queryKey }) => JSON.stringify([queryKey, state])) ?? [];

    return {
      document: htmlOf(document),
      address: location.href + JSON.stringify(history.state),
      title: document.title,
      storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, window.name]),
      databases: databases.join('\n'),
      queries: [...stateOf(client?.getQueryCache?.()), ...stateOf(client?.getMutationCache())].join('\n'),
    };
  });
}
