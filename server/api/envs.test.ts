import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import { etagOf } from '#server/vault/write.ts';
import type { Scope } from '#shared/scopes.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

type Api = Awaited<ReturnType<TestVault['givenUser']>>['api'];

const UNKNOWN = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e11';

const given = (api: Api, name = 'Shop') => api.envs.create({ name, description: 'All of it' });
const events = async (api: Api) => (await api.audit.list({})).map(({ action, outcome }) => `${action} ${outcome}`);

describe('envs.create', () => {
  it('makes an empty project, and records it', async () => {
    const { api, id } = await vault.givenUser();
    const made = await api.envs.create({ name: ' Shop ' });
    expect(made).toMatchObject({ userId: id, name: 'Shop', description: null, fileCount: 0 });
    expect(await api.envs.get({ id: made.id })).toEqual({ ...made, files: [] });
    expect(await events(api)).toEqual(['env-project.create ok']);
  });

  it.each<[string, object]>([
    ['name', { name: ' ' }],
    ['name', { name: 'a\u202eb' }],
    ['description', { description: 'é'.repeat(1001) }],
    ['title', { title: 'Shop' }],
  ])('refuses naming %s, and makes nothing: %j', async (path, input) => {
    const { api } = await vault.givenUser();
    const body = await refused(api.envs.create(Object.assign({ name: 'Shop' }, input)));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
    expect(await api.envs.list({})).toEqual([]);
  });

  it('answers a repeated Idempotency-Key with what it answered first', async () => {
    const { api, session } = await vault.givenUser();
    const twin = vault.as(session, { rest: { idempotencyKey: 'k', input: () => ({ name: 'Shop' }) } });
    const first = await twin.envs.create({ name: 'Shop' });
    expect(await twin.envs.create({ name: 'Shop' })).toEqual(first);
    expect(await api.envs.list({})).toHaveLength(1);
  });
});

describe('envs.list', () => {
  it('lists the caller’s own, newest first with the number of files, and pages by the last id', async () => {
    const { api } = await vault.givenUser();
    await given((await vault.givenUser()).api);
    for (const name of ['A', 'B', 'C']) await given(api, name);
    const [c, b, a] = await api.envs.list({});
    expect([c?.name, b?.name, a?.name]).toEqual(['C', 'B', 'A']);
    await api.envFiles.put({ id: b?.id ?? '', fileType: 'env', content: '' });
    const page = await api.envs.list({ limit: 1, cursor: c?.id });
    expect(page).toEqual([{ ...b, fileCount: 1 }]);
  });

  it('searches name and description; % and _ are letters', async () => {
    const { api } = await vault.givenUser();
    await api.envs.create({ name: 'Shop', description: '100% mine' });
    await api.envs.create({ name: 'Blog' });
    const found = async (search: string) => (await api.envs.list({ search })).map(({ name }) => name);
    for (const search of ['sHO', 'MINE', '0%']) expect(await found(search)).toEqual(['Shop']);
    for (const search of ['S_op', '%o%']) expect(await found(search)).toEqual([]);
  });
});

describe('envs.update', () => {
  it('changes what is given, clears what is null, and leaves the rest', async () => {
    const { api } = await vault.givenUser();
    const made = await given(api);
    const renamed = await api.envs.update({ id: made.id, name: 'Store' });
    expect(renamed).toEqual({ ...made, name: 'Store', updatedAt: renamed.updatedAt });
    expect(renamed.updatedAt > made.updatedAt).toBe(true);
    expect(await api.envs.update({ id: made.id, description: null })).toMatchObject({
      name: 'Store',
      description: null,
    });
  });

  it('changes and records nothing when nothing is given', async () => {
    const { api } = await vault.givenUser();
    const made = await given(api);
    expect(await api.envs.update({ id: made.id })).toEqual(made);
    expect(await events(api)).toEqual(['env-project.create ok']);
  });

  it('heeds If-Match', async () => {
    const { api, session } = await vault.givenUser();
    const { id, updatedAt } = await given(api);
    const matching = vault.as(session, { ifMatch: etagOf(new Date(updatedAt)) });
    expect((await matching.envs.update({ id, name: 'A' })).name).toBe('A');
    expect(await refused(matching.envs.update({ id, name: 'B' }))).toMatchObject({ code: 'PRECONDITION_FAILED' });
    expect((await api.envs.get({ id })).name).toBe('A');
  });

  it('loses none of several racing changes that it answered as done', async () => {
    const { api } = await vault.givenUser();
    const { id } = await given(api);
    const changes = ['A', 'B', 'C', 'D', 'E', 'F'].map((description) => api.envs.update({ id, description }));
    const outcomes = await Promise.allSettled(changes);
    const done = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(new Set(done.map(({ updatedAt }) => updatedAt)).size).toBe(done.length);
    const last = done.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))[0];
    expect(await api.envs.get({ id })).toMatchObject({ ...last });
  });

  it('keeps its files open under the new name, whoever writes one meanwhile', async () => {
    const { api } = await vault.givenUser();
    const { id } = await given(api, '0');
    await api.envFiles.put({ id, fileType: 'env', content: 'OLD=1' });
    const renames = ['1', '2', '3'].map((name) => api.envs.update({ id, name }));
    const files = ['a', 'b', 'c'].map((type) => api.envFiles.put({ id, fileType: `env.${type}`, content: type }));
    const outcomes = await Promise.allSettled([...renames, ...files]);
    const failed = outcomes.flatMap((one) => (one.status === 'rejected' ? [refused(Promise.reject(one.reason))] : []));
    for (const body of await Promise.all(failed)) expect(body.code).toBe('WRITE_CONFLICT');
    expect((await api.envs.get({ id })).name).not.toBe('0');
    for (const { id: fileId, fileType } of await api.envFiles.list({ id })) {
      const { content } = await api.envFiles.reveal({ id, fileId });
      expect(content).toBe(fileType === 'env' ? 'OLD=1' : fileType.slice(4));
    }
  });
});

describe('envs.delete', () => {
  it('deletes a project with its files', async () => {
    const { api } = await vault.givenUser();
    const { id } = await given(api);
    const file = await api.envFiles.put({ id, fileType: 'env', content: 'A=1' });
    await api.envs.delete({ id });
    expect(await api.envs.list({})).toEqual([]);
    const gone = await refused(api.envFiles.reveal({ id, fileId: file.id }));
    expect(gone.code).toBe('ENV_FILE_NOT_FOUND');
    expect((await events(api))[0]).toBe('env-project.delete ok');
  });
});

describe('another’s project', () => {
  it.each([
    ['get', (api: Api, id: string) => api.envs.get({ id })],
    ['update', (api: Api, id: string) => api.envs.update({ id, name: 'Mine' })],
    ['delete', (api: Api, id: string) => api.envs.delete({ id })],
    ['files.list', (api: Api, id: string) => api.envFiles.list({ id })],
    ['files.put', (api: Api, id: string) => api.envFiles.put({ id, fileType: 'env', content: 'A=2' })],
  ])('is as unknown as one that is none: %s', async (_, call) => {
    const [owner, stranger] = [await vault.givenUser(), await vault.givenUser()];
    const { id } = await given(owner.api);
    const file = await owner.api.envFiles.put({ id, fileType: 'env', content: 'A=1' });
    const before = await owner.api.envs.get({ id });
    const foreign = await refused(call(stranger.api, id));
    expect(foreign).toEqual({ error: 'Env project not found', code: 'ENV_PROJECT_NOT_FOUND' });
    expect(await refused(call(stranger.api, UNKNOWN))).toEqual(foreign);
    expect(await owner.api.envs.get({ id })).toEqual(before);
    expect((await owner.api.envFiles.reveal({ id, fileId: file.id })).content).toBe('A=1');
    expect(await events(stranger.api)).toEqual([]);
  });
});

describe('an access key', () => {
  const calls: [Scope, string, (api: Api, id: string) => Promise<unknown>][] = [
    ['envs:read', 'list', (api) => api.envs.list({})],
    ['envs:read', 'get', (api, id) => api.envs.get({ id })],
    ['envs:write', 'create', (api) => given(api)],
    ['envs:write', 'update', (api, id) => api.envs.update({ id, name: 'X' })],
    ['envs:write', 'delete', (api, id) => api.envs.delete({ id })],
  ];
  const all: Scope[] = ['envs:read', 'envs:write', 'envs:reveal'];

  it.each(calls)('needs %s to %s, and without it does nothing but leave a trace', async (scope, verb, call) => {
    const { api, key } = await vault.givenUser();
    const made = await given(api);
    const without = vault.as(key(all.filter((other) => other !== scope)));
    const body = await refused(call(without, made.id));
    expect(body).toEqual({ code: 'AUTH_SCOPE_REQUIRED', error: `This access key lacks the scope ${scope}.` });
    expect(await api.envs.list({})).toEqual([made]);
    expect(await events(api)).toEqual([`env-project.${verb} refused`, 'env-project.create ok']);
    await call(vault.as(key([scope])), made.id);
  });

  it('that is limited to projects sees and touches no other', async () => {
    const { api, key } = await vault.givenUser();
    const [shop, blog] = [await given(api, 'Shop'), await given(api, 'Blog')];
    const limited = vault.as(key(all, { names: ['Shop'] }));
    expect(await limited.envs.list({})).toEqual([shop]);
    expect(await refused(limited.envs.get({ id: blog.id }))).toMatchObject({ code: 'ENV_PROJECT_NOT_FOUND' });
    expect(await refused(limited.envs.delete({ id: blog.id }))).toMatchObject({ code: 'ENV_PROJECT_NOT_FOUND' });
    expect(await refused(limited.envs.create({ name: 'Blog' }))).toMatchObject({ code: 'AUTH_SCOPE_REQUIRED' });
    const away = await refused(limited.envs.update({ id: shop.id, name: 'Blog' }));
    expect(away.code).toBe('AUTH_SCOPE_REQUIRED');
    expect(await limited.envs.update({ id: shop.id, description: 'Mine' })).toMatchObject({ description: 'Mine' });
    expect(await api.envs.list({ search: 'blog' })).toEqual([blog]);
  });

  it('that is limited to environments leaves projects as they are: they span them all', async () => {
    const { api, key } = await vault.givenUser();
    const made = await given(api);
    for (const type of ['env', 'env.production', 'env.staging']) {
      await api.envFiles.put({ id: made.id, fileType: type, content: '' });
    }
    const limited = vault.as(key(all, { environments: ['production'] }));
    expect(await limited.envs.list({})).toEqual([{ ...made, fileCount: 1 }]);
    expect((await limited.envs.get({ id: made.id })).files.map(({ fileType }) => fileType)).toEqual(['env.production']);
    const { id } = made;
    expect(await refused(limited.envs.create({ name: 'Blog' }))).toMatchObject({ code: 'AUTH_SCOPE_REQUIRED' });
    expect(await refused(limited.envs.update({ id, name: 'Blog' }))).toMatchObject({ code: 'AUTH_SCOPE_REQUIRED' });
    expect(await refused(limited.envs.delete({ id }))).toMatchObject({ code: 'AUTH_SCOPE_REQUIRED' });
    expect(await api.envs.list({})).toEqual([{ ...made, fileCount: 3 }]);
    const trace = (await events(api)).filter((event) => event.endsWith('refused'));
    expect(trace.sort()).toEqual(['create', 'delete', 'update'].map((verb) => `env-project.${verb} refused`));
  });
});
