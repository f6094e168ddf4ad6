/**
 * Chromium's own timeline of the built product: paints, long tasks, bytes of JavaScript.
 *
 *   npm run trace              sign-in, the overview, and a category with 10,000 entries
 *   npm run trace -- --rows N  with so many
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { type Api, apiOf } from './api.ts';
import { findBrowser, NO_BROWSER } from './browser.ts';
import { seed } from './seed.ts';
import { startServer } from './server.ts';
import { settle } from './settle.ts';

const OWNER = { email: 'owner@example.test', password: 'pocket-lantern-harbour-73' };
const AT_ONCE = 8;
/** Each frame moves by more than the window, so that no drawn row can be kept. */
const STEP_PX = 1000;
const TASK = 'ThreadControllerImpl::RunTask';
const MAIN_THREAD = 'CrRendererMain';
const LONG_MICROS = 50_000;

const { values } = parseArgs({ options: { rows: { type: 'string', default: '10000' } } });
const executablePath = await findBrowser();
if (executablePath === null) throw new Error(NO_BROWSER);
execFileSync(process.execPath, [join(import.meta.dirname, '../bin/build.mjs')], { stdio: 'inherit' });
const server = await startServer({ postgresUrl: null, admin: OWNER });
const browser = await chromium.launch({ executablePath });
try {
  await traceAll(Number(values.rows));
} finally {
  await browser.close();
  await server.stop();
}

async function traceAll(rows: number): Promise<void> {
  const context = await browser.newContext({ baseURL: server.url });
  const api = apiOf(context.request, server.url);
  await api('POST', '/auth/sign-in', OWNER);
  await seed(api);
  const path = `/keys/${await fillCategory(api, rows)}`;
  const signedIn = await context.storageState();
  console.table([
    { page: 'sign-in', ...(await trace('/sign-in')) },
    { page: 'overview', ...(await trace('/', signedIn)) },
    { page: `category of ${rows}`, ...(await trace(path, signedIn)) },
    { page: 'the same, scrolled through', ...(await trace(path, signedIn, scrollThrough)) },
  ]);
}

async function fillCategory(api: Api, rows: number): Promise<string> {
  const kind = { name: 'Many', keyType: 'simple', envVarName: 'MANY_TOKEN' };
  const { id } = await api<{ id: string }>('POST', '/categories', kind);
  const names = Array.from({ length: rows }, (_, at) => `project-${String(at).padStart(5, '0')}`);
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        const value = randomBytes(18).toString('base64url');
        await api('POST', '/entries', { categoryId: id, name, environment: 'production', value });
      }
    }),
  );
  return id;
}

type Signed = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Opens a page with a cold cache and waits until it is still. What else is asked for is traced in its place. */
async function trace(path: string, storageState?: Signed, then?: (page: Page) => Promise<void>) {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({ baseURL: server.url, viewport, ...(storageState && { storageState }) });
  const page = await context.newPage();
  const load = async () => {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await settle(page);
  };
  if (then !== undefined) await load();
  await browser.startTracing(page, { categories: ['toplevel'] });
  await (then?.(page) ?? load());
  const tasks = tasksOf(JSON.parse(String(await browser.stopTracing())));
  const paints = await paintsOf(page);
  await context.close();
  return { ...paints, ...tasks };
}

type TraceEvent = { name: string; ph: string; pid: number; tid: number; dur?: number; tdur?: number; args: object };

/** On a busy machine a task waits for its turn: `processor` is what it took itself. */
function tasksOf({ traceEvents }: { traceEvents: TraceEvent[] }) {
  const placeOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const isMain = ({ name, args }: TraceEvent) => name === 'thread_name' && 'name' in args && args.name === MAIN_THREAD;
  const mains = new Set(traceEvents.filter(isMain).map(placeOf));
  const tasks = traceEvents.filter((event) => event.name === TASK && event.ph === 'X' && mains.has(placeOf(event)));
  const longest = (times: number[]) => Math.round(Math.max(0, ...times) / 1000);
  const long = (times: number[]) => times.filter((micros) => micros > LONG_MICROS).length;
  const [wall, processor] = [tasks.map(({ dur = 0 }) => dur), tasks.map(({ tdur = 0 }) => tdur)];
  return {
    'longest task, ms': longest(wall),
    'over 50': long(wall),
    'of the processor, ms': longest(processor),
    'over 50 of it': long(processor),
  };
}

/** It runs in the browser, so all that it calls is within. */
function paintsOf(page: Page) {
  return page.evaluate(async () => {
    const entriesOf = (type: string) =>
      new Promise<PerformanceEntryList>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true });
        setTimeout(resolve, 200, []);
      });
    const first = (await entriesOf('paint')).find(({ name }) => name === 'first-contentful-paint');
    const largest = (await entriesOf('largest-contentful-paint')).at(-1);
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
    const bytes = scripts.map((script) => (script instanceof PerformanceResourceTiming ? script.encodedBodySize : 0));
    return {
      'first paint, ms': Math.round(first?.startTime ?? 0),
      'largest, ms': Math.round(largest?.startTime ?? 0),
      'JavaScript, kB': Math.round(bytes.reduce((sum, one) => sum + one, 0) / 1000),
    };
  });
}

/** Through all rows, a window a frame. */
async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(async (step) => {
    const scroller = document.getElementById('page');
    for (let top = 0; scroller !== null && top < scroller.scrollHeight; top += step) {
      scroller.scrollTop = top;
      await new Promise(requestAnimationFrame);
    }
  }, STEP_PX);
}
