import { randomBytes } from 'node:crypto';
import type { Api } from './api.ts';
import { ACCESS_KEYS, KINDS, type Kind, PROJECTS, TOKENS } from './seed-data.ts';

type Made = { id: string };
export type Seeded = { categoryId: string; envId: string; project: string };

const DAY_MS = 86_400_000;
const ENVIRONMENTS = ['production', 'staging', 'development', 'local'] as const;
/** In how many of nine it is missing. */
const GAPS = { production: 0, staging: 2, development: 1, local: 6 };
type Size = { kinds?: number; projects?: number };
/** So many requests at a time: the server queues what writes to one vault anyway. */
const AT_ONCE = 4;

/** Fills a vault as a small team would have after a year: all its kinds of keys, in so many projects as asked. */
export async function seed(api: Api, { kinds = KINDS.length, projects = PROJECTS.length }: Size = {}): Promise<Seeded> {
  const chosen = KINDS.slice(0, kinds);
  const categories = await inTurns(chosen, (kind) => api<Made>('POST', '/categories', categoryOf(kind)));
  const entries = chosen.flatMap((kind, at) =>
    PROJECTS.slice(0, projects).flatMap((name, project) =>
      entriesOf(kind, at, project).map((entry) => ({ ...entry, categoryId: categories[at]?.id, name })),
    ),
  );
  const dated = entries.map((entry, nth) => ({ ...entry, ...expiryOf(nth), notes: noteOf(nth) }));
  const made = await inTurns(dated, (entry) => api<Made>('POST', '/entries', entry));
  await inTurns(TOKENS, (token) => api('POST', '/2fa', token));
  await inTurns(ACCESS_KEYS, ({ days, ...key }) => api('POST', '/access-keys', { ...key, ...expiryIn(days) }));
  for (const { id } of made.filter((_, nth) => nth % 40 === 9)) await api('POST', `/entries/${id}/reveal`);
  const envId = await givenEnvs(api);
  return { categoryId: categories[0]?.id ?? '', envId, project: PROJECTS[0] };
}

/** A project has a kind in production, mostly in staging and development too, where some have the same secret. */
function entriesOf(kind: Kind, at: number, project: number) {
  if ((project * 4 + at * 2) % 9 > kind.spread + 1) return [];
  const inProduction = secretOf(kind);
  return ENVIRONMENTS.filter((environment) => (project * 4 + at * 5) % 9 >= GAPS[environment]).map((environment) => ({
    environment,
    value: environment !== 'staging' && (project + at) % 3 === 0 ? inProduction : secretOf(kind),
  }));
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

/** Most have no end; a few ended, some end soon. */
function expiryOf(nth: number): { expiresAt?: string } {
  return expiryIn(nth % 3 === 1 ? ((nth * 37) % 270) - 12 : null);
}

/** In so many whole days, though a few minutes go by until it is looked at. */
function expiryIn(days: number | null): { expiresAt?: string } {
  return days === null ? {} : { expiresAt: new Date(Date.now() + (days + 0.2) * DAY_MS).toISOString() };
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
  const simple = KINDS.filter(({ keyType }) => keyType === undefined).slice(0, 16);
  return ['# What the web server reads at start', 'PORT=3000', '', ...simple.map(line), ''].join('\n');
}

async function inTurns<T, R>(all: readonly T[], run: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    answers.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(run))));
  }
  return answers;
}
