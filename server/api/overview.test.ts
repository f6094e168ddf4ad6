import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';
import { get } from '#server/vault/overview.ts';
import type { Environment } from '#shared/entries.ts';
import { scopeNames } from '#shared/scopes.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

const HOUR_MS = 60 * 60 * 1000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
const inDays = (days: number) => inHours(days * 24);
const days = [inDays(-1), inHours(-1)];
const NOTHING = { dates: [], pressing: [], next: null, added: [], revealed: [], reveals: [0, 0] };

/** Someone with one category, and a way to put entries into it. */
async function given() {
  const user = await vault.givenUser();
  const { id: categoryId } = await givenCategory(user.api);
  const entry = (name: string, expiresAt: string | null = null, environment: Environment = 'production') =>
    givenEntry(user.api, { categoryId, name, environment, expiresAt });
  const overview = () => user.api.overview.get({ days });
  return { ...user, entry, overview };
}

const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

describe('overview.get', () => {
  it('shows nothing of an empty vault', async () => {
    const { overview } = await given();
    expect(await overview()).toEqual(NOTHING);
  });

  it('shows nothing of another owner’s vault', async () => {
    const other = await given();
    const { id } = await other.entry('Theirs', inDays(1));
    await other.api.entries.reveal({ id });
    const { overview } = await given();
    expect(await overview()).toEqual(NOTHING);
  });

  it('gives the dates up to 90 days from now, the earliest first, near ones of one environment together', async () => {
    const { entry, overview } = await given();
    const soon = await entry('Soon', inHours(50));
    await entry('Soon too', inHours(52));
    const staging = await entry('Staging', inHours(51), 'staging');
    const last = await entry('Last', inDays(89));
    await entry('Beyond', inDays(91));
    await entry('Never');
    const past = await entry('Past', inHours(-1));
    expect((await overview()).dates).toEqual([
      { at: past.expiresAt, environment: 'production', entries: 1 },
      { at: soon.expiresAt, environment: 'production', entries: 2 },
      { at: staging.expiresAt, environment: 'staging', entries: 1 },
      { at: last.expiresAt, environment: 'production', entries: 1 },
    ]);
  });

  it('never puts what has expired with what has not, and what did before the line in one', async () => {
    const { entry, overview } = await given();
    for (const hours of [-0.5, 0.5]) await entry('Near', inHours(hours));
    const longAgo = await entry('Long ago', inDays(-400));
    for (const ago of [-20, -300]) await entry('Long ago', inDays(ago));
    const { dates } = await overview();
    expect(dates.map(({ entries }) => entries)).toEqual([3, 1, 1]);
    expect(dates[0]?.at).toBe(longAgo.expiresAt);
  });

  it('names the seven that press most, and of those to come the first', async () => {
    const { entry, overview } = await given();
    for (const ago of [3, 1, 2]) await entry(`Past ${ago}`, inDays(-ago));
    for (const ahead of [29, 1, 2, 3, 4, 5]) await entry(`In ${ahead}`, inDays(ahead));
    await entry('In 31', inDays(31));
    const { pressing, next } = await overview();
    expect(names(pressing)).toEqual(['Past 3', 'Past 2', 'Past 1', 'In 1', 'In 2', 'In 3', 'In 4']);
    expect(next).toMatchObject({ name: 'In 1', category: { name: 'Stripe', envVarName: 'STRIPE_SECRET_KEY' } });
  });

  it('names the first to come even where nothing presses', async () => {
    const { entry, overview } = await given();
    for (const ahead of [80, 60]) await entry(`In ${ahead}`, inDays(ahead));
    expect(await overview()).toMatchObject({ pressing: [], next: { name: 'In 60' } });
  });

  it('names the three newest, the newest first, as the list has them', async () => {
    const { api, entry, overview } = await given();
    for (const name of ['A', 'B', 'C', 'D']) await entry(name);
    const all = await api.entries.list({});
    expect((await overview()).added).toEqual(all.slice(0, 3));
  });

  it('counts reveals by the reader’s days; what was refused or came before the first does not count', async () => {
    const { api, key, entry } = await given();
    const { id } = await entry('Shop');
    for (let times = 0; times < 3; times++) await api.entries.reveal({ id });
    await refused(vault.as(key(['entries:read'])).entries.reveal({ id }));
    const counted = async (...starts: string[]) => (await api.overview.get({ days: starts })).reveals;
    expect(await counted(inDays(-2), inDays(-1), inHours(-1))).toEqual([0, 0, 3]);
    expect(await counted(inHours(-1), inHours(1), inHours(2))).toEqual([3, 0, 0]);
    expect(await api.overview.get({ days: [inHours(1)] })).toMatchObject({ reveals: [0], revealed: [] });
  });

  it('names the three entries revealed last, each once, with who it was; what is gone is left out', async () => {
    const { api, key, entry, overview } = await given();
    const ids: Record<string, string> = {};
    for (const name of ['A', 'B', 'C', 'D', 'E']) ids[name] = (await entry(name)).id;
    const reveal = (by: typeof api, name: string) => by.entries.reveal({ id: ids[name] ?? '' });
    for (const name of ['A', 'B', 'C', 'D', 'E', 'B']) await reveal(api, name);
    await reveal(vault.as(key(['entries:reveal'])), 'C');
    await api.entries.delete({ id: ids.E ?? '' });
    const { revealed, reveals } = await overview();
    expect(revealed.map(({ entry: { name }, caller }) => [name, caller.kind])).toEqual([
      ['C', 'accessKey'],
      ['B', 'session'],
      ['D', 'session'],
    ]);
    expect(revealed[0]?.caller.label).toBe('kagi_test');
    expect(reveals).toEqual([0, 7]);
  });

  it('bears a log that names what is no entry', async () => {
    const { api, id, overview } = await given();
    const { em, origin, now } = await vault.vaultFor();
    const caller = { kind: 'session', id: null, label: null } as const;
    const object = { kind: 'entry', id: '------------------------------------' };
    const rest = { outcome: 'ok', caller, object, origin, details: null } as const;
    await em.transactional((tx) => vault.audit.record(tx, { chainId: id, at: now, action: 'entry.reveal', ...rest }));
    expect(await overview()).toEqual({ ...NOTHING, reveals: [0, 1] });
    expect(await api.audit.list({})).toHaveLength(2);
  });

  it('asks the database four times, however much there is', async () => {
    const { session, entry } = await given();
    for (let at = 0; at < 5; at++) await entry('Shop', inDays(at));
    const mine = await vault.vaultFor();
    const asked = vi.spyOn(mine.em, 'getKysely');
    await get(mine, session, days);
    expect(asked).toHaveBeenCalledTimes(4);
  });

  it('leaves no trace, and carries no secret', async () => {
    const { api, entry, overview } = await given();
    await entry('Shop', inDays(1));
    const before = await api.audit.list({});
    expect(JSON.stringify(await overview())).not.toContain('sk_live_1');
    expect(await api.audit.list({})).toEqual(before);
  });

  it('refuses a key, whatever its scopes, and leaves a trace', async () => {
    const { api, key } = await vault.givenUser();
    const body = await refused(vault.as(key(scopeNames)).overview.get({ days }));
    expect(body.code).toBe('AUTH_SESSION_REQUIRED');
    expect(await api.audit.list({})).toMatchObject([{ action: 'account.overview', outcome: 'refused' }]);
  });

  it.each([[[]], [[inDays(0), inDays(-1)]], [['yesterday']], [Array.from({ length: 367 }, (_, at) => inDays(at))]])(
    'refuses days that are none, too many or out of order: %#',
    async (wrong) => {
      const { api } = await vault.givenUser();
      expect(await refused(api.overview.get({ days: wrong }))).toMatchObject({ code: 'VALIDATION_ERROR' });
    },
  );
});
