import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { type Ask, patiently } from './testing/ask.ts';
import { canTrace, type Deed, deedsIn, tracer } from './testing/disk-trace.ts';
import { givenCategory, givenServer, type Home, type Owner } from './testing/home.ts';
import { leaveAfterPowerCut } from './testing/power-cut.ts';

// A server on the embedded database is written to while strace notes what it does to its folder. From that, disks
// are made as a loss of power may leave them at any moment, and each is opened. KAGI_TEST_LONG=1 makes a hundred.

const CUTS = process.env.KAGI_TEST_LONG ? 100 : 4;
const WRITERS = 4;
const LIVES = process.env.KAGI_TEST_LONG ? 25 : 8;
const isPossible = canTrace();
if (!isPossible) console.log('Losses of power are not tried here: install strace.');

/** What a request made of an entry: its value from then on, or null. */
type Change = { requestId: string; value: string | null };

let home: Home;
let owner: Owner;
let traces = '';
let before = '';
let deeds: Deed[] = [];
const entries = new Map<string, Change[]>();
const reveals: string[] = [];

beforeAll(async () => {
  if (!isPossible) return;
  traces = await mkdtemp(join(tmpdir(), 'kagi-power-'));
  before = join(traces, 'before');
  const first = await givenServer();
  ({ home, owner } = first);
  const categoryId = await givenCategory(first.ask);
  expect(await first.server.stop()).toBe(0);
  const folder = join(home.settings.KAGI_DATA_DIR, 'db');
  await cp(folder, before, { recursive: true });

  const watched = await home.start({}, tracer(join(traces, 'calls')));
  const ask = patiently(watched.as(owner.key));
  await Promise.all(Array.from({ length: WRITERS }, () => writer(ask, categoryId)));
  expect(await watched.stop()).toBe(0);
  deeds = deedsIn(join(traces, 'calls'), folder);
});
afterAll(async () => {
  if (!isPossible) return;
  await home.remove();
  await rm(traces, { recursive: true });
});

async function writer(ask: Ask, categoryId: string): Promise<void> {
  for (let life = 0; life < LIVES; life++) {
    const name = newId();
    const changes: Change[] = [];
    entries.set(name, changes);
    const change = async (method: string, path: string, value: string | null, rest: object = {}) => {
      const answer = await ask(method, path, value === null ? {} : { body: { ...rest, value } });
      expect(answer.status, answer.text).toBeLessThan(300);
      changes.push({ requestId: String(answer.headers['x-request-id']), value });
      return String(answer.json.id);
    };
    const path = `/api/entries/${await change('POST', '/api/entries', newId(), { categoryId, name })}`;
    await change('PUT', path, newId().repeat(life % 4 === 0 ? 2_000 : 1));
    const revealed = await ask('POST', `${path}/reveal`);
    reveals.push(String(revealed.headers['x-request-id']));
    if (life % 3 === 0) await change('DELETE', path, null);
  }
}

const isAnswer = (deed: Deed) => deed.kind === 'answer';

describe.runIf(isPossible)('a loss of power on the embedded database', () => {
  test('finds each creation that was answered flushed before, in the file that it was written to', () => {
    let found = 0;
    for (const [name, [creation]] of entries) {
      const answered = deeds.findIndex((deed) => isAnswer(deed) && deed.requestId === creation?.requestId);
      // Names are not encrypted: the log of the database holds them as they are.
      const written = deeds.findIndex((deed) => deed.kind === 'write' && isOfLog(deed) && deed.bytes.includes(name));
      // One in two hundred stands across two pages.
      if (written < 0) continue;
      found += 1;
      const place = deeds[written];
      const flushed = deeds.findIndex(
        (deed, index) => index > written && deed.kind === 'sync' && place?.kind === 'write' && deed.path === place.path,
      );
      expect([written < flushed, flushed < answered]).toEqual([true, true]);
    }
    expect(found).toBeGreaterThan(entries.size * 0.8);
    const flushes = deeds.filter((deed) => deed.kind === 'sync' && isOfLog(deed));
    expect(flushes.length).toBeGreaterThan(LIVES);
  });

  test(`leaves all that was answered, wherever it comes: ${CUTS} times`, async () => {
    const answers = deeds.flatMap((deed, index) => (isAnswer(deed) ? [index] : []));
    const first = answers[0] ?? 0;
    for (let cut = 0; cut < CUTS; cut++) {
      // Every second one at the moment of an answer, when the least is left to chance.
      const anywhere = first + Math.floor(Math.random() * (deeds.length - first));
      const at = cut % 2 === 0 ? anywhere : (answers[Math.floor(Math.random() * answers.length)] ?? anywhere) + 1;
      await demandAllAfter(deeds.slice(0, at), [0, 0, 0.5, Math.random()][cut % 4] ?? 0);
    }
  });
});

const isOfLog = (deed: Deed) => deed.kind !== 'answer' && deed.path.startsWith('pg_wal/');

/** Opens what a disk kept of these deeds, and holds it against what had been answered. */
async function demandAllAfter(done: readonly Deed[], luck: number): Promise<void> {
  const folder = join(home.settings.KAGI_DATA_DIR, 'db');
  await rm(folder, { recursive: true });
  await cp(before, folder, { recursive: true });
  leaveAfterPowerCut(folder, done, luck);
  const answered = new Set(done.flatMap((deed) => (deed.kind === 'answer' ? [deed.requestId] : [])));
  const server = await home.start();
  const ask = patiently(server.as(owner.key));
  const exported = await ask('GET', '/api/export?format=json');
  expect(exported.status, exported.text).toBe(200);
  // The contract of the export.
  const all = JSON.parse(exported.text) as { name: string; value: string }[];
  const stored = new Map(all.map(({ name, value }) => [name, value]));
  for (const [name, changes] of entries) {
    const kept = changes.filter(({ requestId }) => answered.has(requestId)).length;
    // What was under way may have got through without a word.
    const [underWay] = changes.slice(kept);
    const allowed = [changes[kept - 1]?.value ?? null, ...(underWay ? [underWay.value] : [])];
    expect(allowed).toContain(stored.get(name) ?? null);
  }
  const events: { requestId: string }[] = JSON.parse((await ask('GET', '/api/audit')).text);
  const recorded = new Set(events.map(({ requestId }) => requestId));
  expect(reveals.filter((requestId) => answered.has(requestId) && !recorded.has(requestId))).toEqual([]);
  expect((await patiently(server.as(owner.session))('POST', '/api/audit/verify')).json).toMatchObject({
    brokenAt: null,
  });
  await server.kill();
}
