import { expect } from 'vitest';
import { scopeNames } from '#shared/scopes.ts';
import { KEY_TYPES, secretOf, seedOf } from './secrets.ts';
import { type Answer, patiently, type Sender } from './sender.ts';

/** The things of an owner that have ids, by kind. `filesProject` holds the project of each of `file`. */
export type Ids = Record<string, string[]>;

/** Who attacks, or is attacked: a vault with secrets, a session, and an access key for each scope and for all. */
export type Owner = {
  name: string;
  /** Stands in each secret of this vault, and nowhere else. Of the letters of base32, so that it can be in a seed. */
  mark: string;
  cookie: string;
  ids: Ids;
  /** By scope; `all` has every one, `narrow` has every one for a project that there is not. */
  keys: Record<string, string>;
};

export const PASSWORD_OF = (mark: string) => `the long password of ${mark}`;

type Call = (method: string, target: string, body?: unknown) => Promise<Record<string, unknown>>;

/** Answers of an owner in his browser, each of which must be good. */
export function asPage(sender: Sender, { cookie }: Pick<Owner, 'cookie'>): Call {
  return async (method, target, body) => {
    const answer = await post(sender, { method, target, body, headers: { cookie, 'sec-fetch-site': 'same-origin' } });
    expect(answer.status, answer.body.toString()).toBeLessThan(300);
    return answer.body.length === 0 ? {} : JSON.parse(answer.body.toString());
  };
}

type Posted = { method?: string; target: string; body: unknown; headers?: Record<string, string> };

function post(sender: Sender, { method = 'POST', target, body, headers = {} }: Posted): Promise<Answer> {
  const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
  const type: Record<string, string> =
    bytes === null ? {} : { 'content-type': 'application/json', 'content-length': String(bytes.length) };
  return patiently(sender, { method, target, headers: { ...headers, ...type }, body: bytes });
}

export async function signIn(sender: Sender, email: string, mark: string): Promise<string> {
  const answer = await post(sender, { target: '/api/auth/sign-in', body: { email, password: PASSWORD_OF(mark) } });
  expect(answer.status, answer.body.toString()).toBe(204);
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** A second person, by invitation of the first. */
export async function accept(sender: Sender, admin: Owner, email: string, mark: string): Promise<void> {
  const { url } = await asPage(sender, admin)('POST', '/api/invitations', { email });
  const token = String(url).split('token=')[1];
  const answer = await post(sender, {
    target: '/api/auth/accept',
    body: { token, email, name: 'Guest', password: PASSWORD_OF(mark) },
  });
  expect(answer.status, answer.body.toString()).toBe(204);
}

/** Fills a vault with a secret of each kind, and some rows that may be deleted. */
export async function planted(sender: Sender, owner: Pick<Owner, 'name' | 'mark' | 'cookie'>): Promise<Owner> {
  const call = asPage(sender, owner);
  const ids: Ids = { category: [], entry: [], env: [], file: [], filesProject: [], token: [], accessKey: [] };
  const made = async (kind: string, target: string, body: unknown) => {
    const id = String((await call('POST', target, body)).id);
    ids[kind] = [...(ids[kind] ?? []), id];
    return id;
  };
  for (const keyType of KEY_TYPES) {
    const envVarName = keyType === 'simple' ? 'STRIPE_KEY' : null;
    const categoryId = await made(`${keyType}Category`, '/api/categories', { name: keyType, keyType, envVarName });
    for (const name of ['Shop', 'Blog'])
      await made('entry', '/api/entries', { categoryId, name, value: secretOf(keyType, owner.mark) });
  }
  const project = await made('env', '/api/envs', { name: 'Shop' });
  await made('file', `/api/envs/${project}/files`, { fileType: 'env', content: `A=${owner.mark}` });
  ids.filesProject = [project];
  const codes = [1, 2, 3, 4].map((number) => `${owner.mark}-${number}`);
  await made('token', '/api/2fa', { service: 'GitHub', secret: seedOf(owner.mark), recoveryCodes: codes });
  return { ...owner, ids, keys: await keysOf(call) };
}

async function keysOf(call: Call): Promise<Record<string, string>> {
  const keys: Record<string, string> = {};
  const make = async (name: string, input: object) => {
    keys[name] = String((await call('POST', '/api/access-keys', { name, ...input })).key);
  };
  for (const scope of scopeNames) await make(scope, { scopes: [scope] });
  await make('all', { scopes: scopeNames });
  await make('narrow', { scopes: scopeNames, names: ['Nowhere'] });
  return keys;
}
