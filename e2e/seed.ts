import { randomBytes } from 'node:crypto';
import type { Api } from './api.ts';
import { KINDS, type Kind, PROJECTS, TOKENS } from './seed-data.ts';

type Made = { id: string };
export type Seeded = { categoryId: string; envId: string; project: string };

const DAY_MS = 86_400_000;
const ENVIRONMENTS = ['production', 'staging', 'development', 'local'] as const;
type Size = { kinds?: number; projects?: number };
/** So many requests at a time: the server queues what writes to one vault anyway. */
const AT_ONCE = 4;

/** Fills a vault as a small team would have after a year: all its kinds of keys, in so many projects as asked. */
export async function seed(api: Api, { kinds = KINDS.length, projects = PROJECTS.length }: Size = {}): Promise<Seeded> {
  const chosen = KINDS.slice(0, kinds);
  const places = placesOf(PROJECTS.slice(0, projects));
  const categories = await inTurns(chosen, (kind) => api<Made>('POST', '/categories', categoryOf(kind)));
  const entries = chosen.flatMap((kind, at) =>
    places
      .filter((_, place) => (place * 7 + at * 3) % 9 < kind.spread)
      .map((place, nth) => ({ kind, categoryId: categories[at]?.id, place, nth: nth + at })),
  );
  await inTurns(entries, ({ kind, categoryId, place, nth }) =>
    api('POST', '/entries', { categoryId, ...place, ...expiryOf(nth), value: secretOf(kind), notes: noteOf(nth) }),
  );
  await inTurns(TOKENS, (token) => api('POST', '/2fa', token));
  const envId = await givenEnvs(api);
  return { categoryId: categories[0]?.id ?? '', envId, project: PROJECTS[0] };
}

function placesOf(projects: readonly string[]) {
  return projects.flatMap((name) => ENVIRONMENTS.map((environment) => ({ name, environment })));
}

function categoryOf({ name, icon, variables, keyType = 'simple', description }: Kind) {
  const [envVarName] = variables;
  const form = keyType === 'simple' ? { envVarName } : keyType === 'group' ? { fieldDefinitions: variables } : {};
  return { name, icon, keyType, description: description ?? null, ...form };
}

function secretOf({ keyType = 'simple', prefix = '', variables }: Kind): string | Record<string, string> {
  const random = () => prefix + randomBytes(18).toString('base64url');
  if (keyType === 'group') return Object.fromEntries(variables.map((name) => [name, random()]));
  if (keyType === 'json') return JSON.stringify({ type: 'service_account', private_key: random() }, null, 2);
  if (keyType === 'simple') return random();
  const body =
    randomBytes(180)
      .toString('base64')
      .match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...body, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

/** Most have no end; some ended, some end soon. */
function expiryOf(nth: number): { expiresAt?: string } {
  const days = [undefined, 82, undefined, 9, undefined, undefined, 41, undefined, -6, undefined, 340][nth % 11];
  return days === undefined ? {} : { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() };
}

function noteOf(nth: number): string | null {
  return nth % 6 === 0 ? 'rotated in March, ask Grace before the next time' : null;
}

async function givenEnvs(api: Api): Promise<string> {
  const [first] = await inTurns(PROJECTS, (name) =>
    api<Made>('POST', '/envs', { name, description: `What ${name} reads at start` }),
  );
  const id = first?.id ?? '';
  for (const fileType of ['env', 'env.production', 'env.development']) {
    await api('POST', `/envs/${id}/files`, { fileType, content: dotenv() });
  }
  return id;
}

function dotenv(): string {
  const line = ({ variables: [name], prefix = '' }: Kind) =>
    `${name}=${prefix}${randomBytes(15).toString('base64url')}`;
  return ['# What the web server reads at start', 'PORT=3000', ...KINDS.slice(0, 8).map(line), ''].join('\n');
}

async function inTurns<T, R>(all: readonly T[], run: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    answers.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(run))));
  }
  return answers;
}
