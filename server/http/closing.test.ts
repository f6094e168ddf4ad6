import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { router, scoped } from '#server/api/trpc.ts';
import { TIMEOUTS } from './server.ts';
import { fromPage, noteApp, withScopes } from './testing/note-app.ts';
import { open, parse, portOf } from './testing/raw-http.ts';

/** A procedure that answers when it is told to. */
function slowRouter() {
  const begun = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const slow = scoped('entries:read', 'entry.slow')
    .meta({ openapi: { method: 'GET', path: '/slow' } })
    .input(z.strictObject({}))
    .query(async () => {
      begun.resolve();
      await finish.promise;
      return { done: true };
    });
  return { router: router({ notes: router({ slow }) }), begun: begun.promise, finish: finish.resolve };
}

test('lets a request in flight finish, and refuses one that comes after it on the same connection', async () => {
  const slow = slowRouter();
  const { app } = await noteApp({}, { router: slow.router });
  const { socket, whole } = open(await portOf(app));
  const request = `GET /api/slow HTTP/1.1\r\nHost: x\r\nAuthorization: ${withScopes('entries:read').authorization}\r\n\r\n`;
  socket.write(request);
  await slow.begun;
  const closed = app.close();
  while (app.server.listening) await setImmediate();
  const seen = once(app.server, 'request');
  socket.write(request);
  await seen;
  slow.finish();
  const [first = '', second = ''] = (await whole).split(/(?=HTTP\/1\.1 503)/);
  expect(parse(first)).toMatchObject({ status: 200, body: '{"done":true}' });
  const refused = parse(second);
  expect([refused.headers.get('connection'), refused.headers.get('retry-after')]).toEqual(['close', '1']);
  expect(JSON.parse(refused.body).code).toBe('UNAVAILABLE');
  await closed;
});

test('cuts off what does not finish in time', async () => {
  const { router, begun } = slowRouter();
  const { app } = await noteApp({}, { router, timeouts: { ...TIMEOUTS, graceMs: 50 } });
  const { socket, whole } = open(await portOf(app));
  socket.write('GET /api/slow HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer entries:read\r\n\r\n');
  await begun;
  await app.close();
  expect(await whole).toBe('');
});

test('ends streams at once', async () => {
  const { app } = await noteApp();
  const response = await fetch(`http://127.0.0.1:${await portOf(app)}/trpc/session.ticks`, { headers: fromPage });
  const reader = response.body?.getReader();
  await reader?.read();
  const ended = reader?.closed.catch(() => 'ended');
  const begin = performance.now();
  await app.close();
  expect(performance.now() - begin).toBeLessThan(2_000);
  expect(await ended).toBe('ended');
});
