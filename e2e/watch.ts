import { type BrowserContext, type ConsoleMessage, expect, type Page } from '@playwright/test';

/** What pages asked for and complained about. */
export type Watched = {
  provoked: Set<number>;
  /** Answers that this journey provokes, so that the browser's line about them is no complaint: [401]. */
  expectStatus(...statuses: number[]): void;
  /** Fails where a page complained, or asked anyone but its own server and those that it may. */
  check(): void;
};

/** Origins that pages may ask besides their own, and answers that the journey provokes in other browsers too. */
type Known = { others?: readonly string[]; provoked?: Set<number> };

const REFUSED = /^Failed to load resource: the server responded with a status of (\d{3})/;

/**
 * Listens to every page of a browser: a journey passes only in silence. What others' pages say, where the
 * journey leads to them, is not ours.
 */
export function watch(
  context: BrowserContext,
  origin: string,
  { others = [], provoked = new Set() }: Known = {},
): Watched {
  const complaints: string[] = [];
  const strangers: string[] = [];
  const isOthers = (message: ConsoleMessage) => others.some((other) => message.location().url.startsWith(`${other}/`));
  const heard = (message: ConsoleMessage) => {
    if (!['error', 'warning'].includes(message.type())) return;
    const status = Number(REFUSED.exec(message.text())?.[1]);
    if (!provoked.has(status) && !isOthers(message)) complaints.push(`${message.text()} (${message.location().url})`);
  };
  const listen = (page: Page) => {
    page.on('console', heard);
    page.on('pageerror', (error) => complaints.push(`${error.message}\n${error.stack}`));
  };
  for (const page of context.pages()) listen(page);
  context.on('page', listen);
  context.on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = [origin, ...others].includes(url.origin) || ['data:', 'blob:', 'about:'].includes(url.protocol);
    if (!isOwn) strangers.push(request.url());
  });
  return {
    provoked,
    expectStatus: (...statuses) => {
      for (const status of statuses) provoked.add(status);
    },
    check: () => {
      expect.soft(strangers, 'requests to another host').toEqual([]);
      expect.soft(complaints, 'what the console said').toEqual([]);
    },
  };
}
