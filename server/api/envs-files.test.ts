import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import { etagOf } from '#server/vault/write.ts';
import type { Scope } from '#shared/scopes.ts';
import { appRouter } from './router.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

type Api = Awaited<ReturnType<TestVault['givenUser']>>['api'];

const CONTENT = '# Shop\r\nKEY="a b"\n\tétoile=★\u0001';

const givenProject = async (api: Api, name = 'Shop') => (await api.envs.create({ name })).id;
const given = (api: Api, id: string, fileType = 'env', content = CONTENT) =>
  api.envFiles.put({ id, fileType, content });
const events = async (api: Api) => (await api.audit.list({})).map(({ action, outcome }) => `${action} ${outcome}`);

async function givenUserWithFile(fileType = 'env') {
  const user = await vault.givenUser();
  const id = await givenProject(user.api);
  return { ...user, ref: { id, fileId: (await given(user.api, id, fileType)).id } };
}

describe('envFiles.put', () => {
  it('creates a file, byte for byte and sealed', async () => {
    const { api } = await vault.givenUser();
    const id = await givenProject(api);
    const file = await given(api, id);
    expect(file).toMatchObject({ projectId: id, fileType: 'env', size: Buffer.byteLength(CONTENT) });
    expect(await api.envFiles.list({ id })).toEqual([file]);
    const revealed = await api.envFiles.reveal({ id, fileId: file.id });
    expect(revealed).toEqual({ id: file.id, projectId: id, fileType: 'env', content: CONTENT });
    const stored = await query(vault.db.fork()).selectFrom('env_file').selectAll().where('id', '=', file.id).execute();
    expect(JSON.stringify(stored)).not.toContain('KEY=');
    expect((await events(api)).slice(0, 2)).toEqual(['env-file.reveal ok', 'env-file.create ok']);
  });

  it('replaces the file of that type, which keeps its id and createdAt, and tells the two apart', async () => {
    const { api, session } = await vault.givenUser();
    const id = await givenProject(api);
    const put = async (content: string) => {
      const context = vault.contextFor(session);
      const file = await given(appRouter.createCaller(context), id, 'env.local', content);
      return [file, context.reply.created] as const;
    };
    const [first, isNew] = await put('A=1');
    const [second, isNewAgain] = await put('');
    expect([isNew, isNewAgain]).toEqual([true, false]);
    expect(second).toEqual({ ...first, size: 0, updatedAt: second.updatedAt });
    expect(second.updatedAt > first.updatedAt).toBe(true);
    expect((await api.envFiles.reveal({ id, fileId: first.id })).content).toBe('');
    expect(await api.envs.get({ id })).toMatchObject({ fileCount: 1, files: [second] });
    expect((await events(api))[1]).toBe('env-file.update ok');
  });

  it('answers a repeated Idempotency-Key as it did first, "created" included', async () => {
    const { api, session } = await vault.givenUser();
    const id = await givenProject(api);
    const body = { id, fileType: 'env', content: 'A=1' };
    const put = async () => {
      const context = vault.contextFor(session, { rest: { idempotencyKey: 'k', input: () => body } });
      return [await appRouter.createCaller(context).envFiles.put(body), context.reply.created];
    };
    const first = await put();
    expect(first[1]).toBe(true);
    expect(await put()).toEqual(first);
    expect((await events(api)).filter((event) => event.startsWith('env-file'))).toEqual(['env-file.create ok']);
  });

  it('heeds If-Match, which nothing matches where there is no file', async () => {
    const { api, session } = await vault.givenUser();
    const id = await givenProject(api);
    const none = vault.as(session, { ifMatch: '*' });
    expect(await refused(given(none, id))).toMatchObject({ code: 'PRECONDITION_FAILED' });
    const { updatedAt, id: fileId } = await given(api, id, 'env', '1');
    const matching = vault.as(session, { ifMatch: etagOf(new Date(updatedAt)) });
    await given(matching, id, 'env', '2');
    expect(await refused(given(matching, id, 'env', '3'))).toMatchObject({ code: 'PRECONDITION_FAILED' });
    expect((await api.envFiles.reveal({ id, fileId })).content).toBe('2');
  });

  it('never replaces where If-None-Match forbids it, not even when two create at once', async () => {
    const { api, session } = await vault.givenUser();
    const id = await givenProject(api);
    const careful = vault.as(session, { mustBeNew: true });
    const outcomes = await Promise.allSettled(['1', '22', '333'].map((content) => given(careful, id, 'env', content)));
    const made = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = outcomes.flatMap((one) => (one.status === 'rejected' ? [refused(Promise.reject(one.reason))] : []));
    expect(made).toHaveLength(1);
    for (const body of await Promise.all(failed))
      expect(['PRECONDITION_FAILED', 'WRITE_CONFLICT']).toContain(body.code);
    expect(await refused(given(careful, id, 'env', '4444'))).toEqual({
      code: 'PRECONDITION_FAILED',
      error: 'A file of this type is there already.',
    });
    expect(await api.envFiles.list({ id })).toEqual(made);
    expect((await events(api)).filter((event) => event.startsWith('env-file'))).toEqual(['env-file.create ok']);
    expect(await given(careful, id, 'env.local', '1')).toMatchObject({ fileType: 'env.local' });
  });

  it('leaves one file of racing writers, whole', async () => {
    const { api } = await vault.givenUser();
    const id = await givenProject(api);
    const outcomes = await Promise.allSettled(['1', '22', '333'].map((content) => given(api, id, 'env', content)));
    const failed = outcomes.flatMap((one) => (one.status === 'rejected' ? [refused(Promise.reject(one.reason))] : []));
    for (const body of await Promise.all(failed)) expect(body.code).toBe('WRITE_CONFLICT');
    const [file, ...others] = await api.envFiles.list({ id });
    expect(others).toEqual([]);
    expect((await api.envFiles.reveal({ id, fileId: file?.id ?? '' })).content).toHaveLength(file?.size ?? -1);
  });

  it('takes 512 KiB of UTF-8 and not a byte more', async () => {
    const { api } = await vault.givenUser();
    const id = await givenProject(api);
    expect(await given(api, id, 'env', 'é'.repeat(256 * 1024))).toMatchObject({ size: 512 * 1024 });
    const body = await refused(given(api, id, 'env', `${'é'.repeat(256 * 1024)}a`));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path: 'content' }] });
  });

  it.each([
    ['fileType', { fileType: 'Env' }],
    ['fileType', { fileType: 'env.' }],
    ['fileType', { fileType: 'env.a.b' }],
    ['fileType', { fileType: '../env' }],
    ['content', { content: 'a\0' }],
    ['content', { content: 'a\ud800' }],
    ['path', { path: '.env' }],
  ])('refuses naming %s, and keeps nothing: %j', async (path, input) => {
    const { api } = await vault.givenUser();
    const id = await givenProject(api);
    const body = await refused(api.envFiles.put(Object.assign({ id, fileType: 'env', content: 'A=1' }, input)));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
    expect(await api.envFiles.list({ id })).toEqual([]);
  });
});

describe('envFiles.list', () => {
  it('lists newest first and pages by the last id', async () => {
    const { api } = await vault.givenUser();
    const id = await givenProject(api);
    const [a, b] = [await given(api, id, 'env.a'), await given(api, id, 'env.b')];
    expect(await api.envFiles.list({ id })).toEqual([b, a]);
    expect(await api.envFiles.list({ id, limit: 5, cursor: b.id })).toEqual([a]);
    expect(await api.envFiles.list({ id, limit: 1 })).toEqual([b]);
  });
});

describe('envFiles.delete', () => {
  it('deletes a file and records it', async () => {
    const { api, ref } = await givenUserWithFile();
    await api.envFiles.delete(ref);
    expect(await api.envFiles.list({ id: ref.id })).toEqual([]);
    expect((await events(api))[0]).toBe('env-file.delete ok');
  });
});

describe('envFiles.reveal', () => {
  it('tells which revision it gave', async () => {
    const { api, session, ref } = await givenUserWithFile();
    const context = vault.contextFor(session);
    await appRouter.createCaller(context).envFiles.reveal(ref);
    const [file] = await api.envFiles.list({ id: ref.id });
    expect(context.reply.updatedAt?.toISOString()).toBe(file?.updatedAt);
  });

  it.each([
    ['a project renamed', 'env_project', { name: 'Blog' }],
    ['another type', 'env_file', { fileType: 'env.staging' }],
    ['an older version', 'env_file', { version: 0 }],
  ] as const)('does not open under %s past the server, and records that', async (_, table, change) => {
    const { api, ref } = await givenUserWithFile();
    const rowId = table === 'env_file' ? ref.fileId : ref.id;
    await query(vault.db.fork()).updateTable(table).set(change).where('id', '=', rowId).execute();
    expect(await refused(api.envFiles.reveal(ref))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect((await events(api)).slice(0, 2)).toEqual(['env-file.reveal failed', 'env-file.reveal ok']);
  });
});

describe('a file that is another’s, of another project, or none', () => {
  const calls = [
    ['reveal', (api: Api, ref: { id: string; fileId: string }) => api.envFiles.reveal(ref)],
    ['delete', (api: Api, ref: { id: string; fileId: string }) => api.envFiles.delete(ref)],
  ] as const;

  it.each(calls)('is not found: %s', async (_, call) => {
    const { api, ref } = await givenUserWithFile();
    const stranger = await givenUserWithFile();
    const notFound = { error: 'Env file not found', code: 'ENV_FILE_NOT_FOUND' };
    const otherProject = await givenProject(api, 'Blog');
    expect(await refused(call(stranger.api, ref))).toEqual(notFound);
    expect(await refused(call(stranger.api, { ...stranger.ref, fileId: ref.fileId }))).toEqual(notFound);
    expect(await refused(call(api, { ...ref, id: otherProject }))).toEqual(notFound);
    expect(await refused(call(api, { ...ref, fileId: ref.id }))).toEqual(notFound);
    expect(await api.envFiles.list({ id: ref.id })).toHaveLength(1);
    expect((await events(api)).filter((event) => event.startsWith('env-file'))).toEqual(['env-file.create ok']);
  });
});

describe('an access key', () => {
  const calls: [Scope, string, (api: Api, ref: { id: string; fileId: string }) => Promise<unknown>][] = [
    ['envs:read', 'list', (api, { id }) => api.envFiles.list({ id })],
    ['envs:write', 'put', (api, { id }) => given(api, id)],
    ['envs:write', 'delete', (api, ref) => api.envFiles.delete(ref)],
    ['envs:reveal', 'reveal', (api, ref) => api.envFiles.reveal(ref)],
  ];
  const all: Scope[] = ['envs:read', 'envs:write', 'envs:reveal'];

  it.each(calls)('needs %s to %s, and without it does nothing but leave a trace', async (scope, verb, call) => {
    const { api, key, ref } = await givenUserWithFile();
    const before = await api.envFiles.list({ id: ref.id });
    const without = vault.as(key(all.filter((other) => other !== scope)));
    const body = await refused(call(without, ref));
    expect(body).toEqual({ code: 'AUTH_SCOPE_REQUIRED', error: `This access key lacks the scope ${scope}.` });
    expect(await api.envFiles.list({ id: ref.id })).toEqual(before);
    expect((await events(api))[0]).toBe(`env-file.${verb} refused`);
    await call(vault.as(key([scope])), ref);
  });

  it('that is limited to an environment has the file of that type alone', async () => {
    const { api, key, ref } = await givenUserWithFile('env');
    const production = await given(api, ref.id, 'env.production', 'P=1');
    const limited = vault.as(key(all, { environments: ['production'] }));
    expect(await limited.envFiles.list({ id: ref.id })).toEqual([production]);
    const revealed = await limited.envFiles.reveal({ id: ref.id, fileId: production.id });
    expect(revealed.content).toBe('P=1');
    expect(await refused(limited.envFiles.reveal(ref))).toMatchObject({ code: 'ENV_FILE_NOT_FOUND' });
    expect(await refused(limited.envFiles.delete(ref))).toMatchObject({ code: 'ENV_FILE_NOT_FOUND' });
    for (const fileType of ['env', 'env.staging', 'env.other']) {
      expect(await refused(given(limited, ref.id, fileType))).toMatchObject({ code: 'AUTH_SCOPE_REQUIRED' });
    }
    expect(await given(limited, ref.id, 'env.production', 'P=2')).toMatchObject({ id: production.id });
    expect(await api.envFiles.list({ id: ref.id })).toHaveLength(2);
  });

  it('that is limited to projects has no file of another', async () => {
    const { api, key, ref } = await givenUserWithFile();
    const limited = vault.as(key(all, { names: ['Blog'] }));
    expect(await refused(limited.envFiles.list({ id: ref.id }))).toMatchObject({ code: 'ENV_PROJECT_NOT_FOUND' });
    expect(await refused(limited.envFiles.reveal(ref))).toMatchObject({ code: 'ENV_FILE_NOT_FOUND' });
    expect(await refused(limited.envFiles.delete(ref))).toMatchObject({ code: 'ENV_FILE_NOT_FOUND' });
    expect(await refused(given(limited, ref.id))).toMatchObject({ code: 'ENV_PROJECT_NOT_FOUND' });
    const fitting = vault.as(key(all, { names: ['Shop'] }));
    expect((await fitting.envFiles.reveal(ref)).content).toBe(CONTENT);
    expect(await api.envFiles.list({ id: ref.id })).toHaveLength(1);
  });
});
