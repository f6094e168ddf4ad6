import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { givenCategory, type TestVault, testVault } from '#server/testing/vault.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

type User = Awaited<ReturnType<TestVault['givenUser']>>;

/** Gives the user a session that stands in the database, as sign-in would. */
async function givenSession({ id: ownerId, session }: User): Promise<void> {
  const at = new Date();
  const times = { createdAt: at, lastUsedAt: at, freshAt: at, expiresAt: new Date(at.getTime() + 60_000) };
  const none = { address: null, userAgent: null, providerSidHash: null, providerTokens: null, providerCheckedAt: null };
  await query(vault.db.fork())
    .insertInto('session')
    .values({ id: session.id, ownerId, tokenHash: session.id, method: 'password', mac: '', ...times, ...none })
    .execute();
}

/** Watches as a tab does, until the stream ends. */
async function watch({ session }: User): Promise<{ next(): Promise<unknown> }> {
  const stream = await vault.as(session).live.changes();
  const changes = stream[Symbol.asyncIterator]();
  return { next: async () => (await changes.next()).value };
}

describe('live.changes', () => {
  it('tells the owner of his changes, by noun and id alone, and nobody else', async () => {
    const user = await vault.givenUser();
    const other = await vault.givenUser();
    await Promise.all([givenSession(user), givenSession(other)]);
    const tab = await watch(user);
    const theirs = await watch(other);
    const [mine, foreign] = [tab.next(), theirs.next()];
    const { id } = await givenCategory(user.api);
    const { id: otherId } = await givenCategory(other.api);
    expect(await mine).toEqual({ noun: 'category', id });
    expect(await foreign).toEqual({ noun: 'category', id: otherId });
  });

  it('tells nothing more once the session has ended, however it ended', async () => {
    const user = await vault.givenUser();
    await givenSession(user);
    const tab = await watch(user);
    const next = tab.next();
    await query(vault.db.fork()).deleteFrom('session').where('id', '=', user.session.id).execute();
    await givenCategory(user.api);
    expect(await next).toBeUndefined();
  });
});
