import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freshDatabase } from '#server/testing/database.ts';
import type { Database } from './open.ts';

let db: Database;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** Listens, and gives what was heard before a mark that is sent last: notices arrive in the order of commits. */
async function hearing(channel: string) {
  const heard: string[] = [];
  const mark = Promise.withResolvers<void>();
  const stop = await db.listen(channel, (payload) => (payload === 'mark' ? mark.resolve() : heard.push(payload)));
  return {
    stop,
    async heard() {
      await db.notify(db.fork(), channel, 'mark');
      await mark.promise;
      return heard;
    },
  };
}

test('hears what is told, byte for byte, on its own channel alone', async () => {
  const { heard } = await hearing('Fruit "and" nuts');
  const text = JSON.stringify({ quote: `'"\\ ? :a`, e: 'é' });
  await db.notify(db.fork(), 'Fruit "and" nuts', text);
  await db.notify(db.fork(), 'fruit', 'elsewhere');
  expect(await heard()).toEqual([text]);
});

test('tells what a transaction said once it has committed, and nothing of one that is undone', async () => {
  const { heard } = await hearing('commits');
  const undone = db.fork().transactional(async (em) => {
    await db.notify(em, 'commits', 'undone');
    throw new Error('on purpose');
  });
  await expect(undone).rejects.toThrow('on purpose');
  const onMessage = vi.fn();
  await db.listen('commits', onMessage);
  await db.fork().transactional(async (em) => {
    await db.notify(em, 'commits', 'done');
    await em.execute('select 1');
    expect(onMessage).not.toHaveBeenCalled();
  });
  expect(await heard()).toEqual(['done']);
});

test('hears nothing once it has stopped, while others on the channel go on', async () => {
  const one = await hearing('shared');
  const two = await hearing('shared');
  await one.stop();
  await db.notify(db.fork(), 'shared', 'later');
  expect(await two.heard()).toEqual(['later']);
  const onMessage = vi.fn();
  const stop = await db.listen('shared', onMessage);
  await stop();
  await two.heard();
  expect(onMessage).not.toHaveBeenCalled();
});
