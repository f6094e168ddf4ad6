import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import type { Database } from '#server/db/open.ts';
import { query } from '#server/db/query.ts';
import { freshDatabase } from '#server/testing/database.ts';
import { fromPage, noteApp } from './testing/note-app.ts';

describe('/healthz', () => {
  it('is 200 while the process is up, whatever the database does, also for HEAD', async () => {
    const { app } = await noteApp();
    for (const method of ['GET', 'HEAD'] as const)
      expect((await app.inject({ method, url: '/healthz' })).statusCode).toBe(200);
    expect((await app.inject({ method: 'POST', url: '/healthz' })).statusCode).toBe(405);
    await app.close();
  });
});

describe('/readyz', () => {
  let db: Database;
  beforeAll(async () => {
    db = await freshDatabase();
  });
  afterAll(() => db.close());

  it('is 503 with Retry-After while the database does not answer', async () => {
    const { app } = await noteApp();
    const response = await app.inject('/readyz');
    expect([response.statusCode, response.json().code]).toEqual([503, 'UNAVAILABLE']);
    expect(response.headers['retry-after']).toBe('2');
    await app.close();
  });

  it('is 200 once the database has its tables and its key', async () => {
    const { app } = await noteApp({}, {}, { db });
    expect((await app.inject('/readyz')).statusCode).toBe(503);
    const key = { id: newId(), kekId: 'k', wrapped: 'w', createdAt: new Date() };
    await query(db.fork()).insertInto('instance_key').values(key).execute();
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' });
    await app.close();
  });
});

describe('/metrics', () => {
  it('does not exist unless it is turned on', async () => {
    const { app } = await noteApp();
    expect((await app.inject('/metrics')).statusCode).toBe(404);
    await app.close();
  });

  it('counts by route patterns, and holds no name, path or id', async () => {
    const { app } = await noteApp({ metrics: true });
    await app.inject({ url: '/api/notes/secret-name?search=secret', headers: fromPage });
    await app.inject('/api/notes');
    await app.inject('/secret-path');
    await app.inject({ url: '/trpc/notes.secret', headers: fromPage });
    const { body, headers } = await app.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain(
      'kagi_http_request_duration_seconds_count{method="GET",route="/api/notes/:id",status="400"} 1',
    );
    expect(body).toContain('kagi_http_request_duration_seconds_count{method="GET",route="unknown",status="404"} 1');
    expect(body).toContain('kagi_auth_failures_total{route="/api/notes"} 1');
    expect(body).toContain('kagi_unknown_access_keys 3');
    expect(body).toContain('process_cpu_seconds_total');
    expect(body).not.toContain('secret');
    await app.close();
  });
});
