import fc from 'fast-check';
import { scopeNames } from '#shared/scopes.ts';
import type { Contract, Operation } from './contract.ts';
import {
  anyBody,
  anyContentType,
  anyFieldName,
  anyHeaders,
  anyMethod,
  anyQuery,
  anySegment,
  anyText,
  anyValue,
  encoded,
} from './hostile.ts';
import { meantFor } from './meant.ts';
import type { Told, Who } from './told.ts';
import { idOf, valid } from './valid.ts';

/** A request to be. */
export type Ask = Told & {
  operation: Operation;
  /** What was done to a good request; null: it is one. */
  spoilt: 'body' | 'query' | 'id' | 'path' | 'method' | 'headers' | null;
  /** Whether it names a row of another owner where only an own one may stand. */
  isForeign: boolean;
  /** Whether it is the victim's own program that asks, if that changes nothing of hers. */
  isVictims: boolean;
};

const GARBAGE = [
  '',
  'Bearer',
  'Bearer ',
  'Basic YTpi',
  'bearer kagi_',
  `Bearer kagi_${'0'.repeat(43)}`,
  'Bearer null',
  'x',
];
// The right form, the right checksum, and nobody's.
const EXAMPLE = 'Bearer kagi_00000000000000000000000000000000000003jnQlY';

const keyNamed = (name: string): Who => ({ kind: 'key', name });

/** Mostly who may, so that what is behind the guard is met too. */
function anyWho({ scope }: Operation): fc.Arbitrary<Who> {
  const session = fc.constant<Who>({ kind: 'session', from: 'here' });
  const others = scopeNames.filter((name) => name !== scope).map(keyNamed);
  return fc.oneof(
    { weight: 10, arbitrary: scope === null ? session : fc.constantFrom(keyNamed(scope), keyNamed('all')) },
    { weight: 5, arbitrary: session },
    { weight: 3, arbitrary: fc.constantFrom(...others) },
    { weight: 1, arbitrary: fc.constantFrom(keyNamed('all'), keyNamed('narrow')) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Who>({ kind: 'session', from: 'elsewhere' }, { kind: 'session', from: 'unsaid' }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Who>(
        ...[null, ...GARBAGE, EXAMPLE].map((one) => ({ kind: 'nobody' as const, authorization: one })),
      ),
    },
  );
}

/** All that is asked of an operation: good requests, and each way of spoiling one. */
export function asksOf(operation: Operation, contract: Contract): fc.Arbitrary<Ask> {
  const good = goodAsk(operation, contract);
  return fc.oneof(
    { weight: 6, arbitrary: good },
    {
      weight: operation.body === null ? 2 : 10,
      arbitrary: fc.tuple(good, bodySpoiler).map(([ask, spoil]) => spoil(ask)),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(good, anyQuery)
        .map(([ask, query]) => spoiltBy(ask, 'query', { query: joined(ask.query, query) })),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(good, anyHeaders)
        .map(([ask, more]) => spoiltBy(ask, 'headers', { headers: { ...ask.headers, ...more } })),
    },
    { weight: 2, arbitrary: fc.tuple(good, fc.nat({ max: 20 })).map(([ask, index]) => foreign(ask, index)) },
    { weight: 2, arbitrary: fc.tuple(good, anySegment).map(([ask, segment]) => badId(ask, segment)) },
    {
      weight: 2,
      arbitrary: fc.tuple(good, pathSpoiler).map(([ask, spoil]) => spoiltBy(ask, 'path', { path: spoil(ask.path) })),
    },
    { weight: 1, arbitrary: fc.tuple(good, anyMethod).map(([ask, method]) => spoiltBy(ask, 'method', { method })) },
  );
}

const spoiltBy = (ask: Ask, spoilt: NonNullable<Ask['spoilt']>, change: Partial<Ask>): Ask => ({
  ...ask,
  ...change,
  spoilt,
});

const joined = (query: string, more: string) => (query === '' ? more : `${query}&${more}`);

function goodAsk(operation: Operation, { resolve }: Contract): fc.Arbitrary<Ask> {
  const inQuery = operation.parameters.filter((one) => one.in === 'query');
  const queries = inQuery.map(({ name, required, schema }) => {
    const value = valid(schema, { field: name, resolve }).map((given) => `${name}=${encoded(String(given))}`);
    // Without a limit a list gives everything, which is slow to read again and again.
    return required ? value : fc.option(value, { nil: '', freq: name === 'limit' ? 8 : 1 });
  });
  const body = operation.body === null ? fc.constant(null) : bodyOf(operation, operation.body, resolve);
  return fc
    .record({
      who: anyWho(operation),
      index: fc.nat({ max: 50 }),
      queries: fc.tuple(...queries),
      body,
      victim: fc.nat({ max: 3 }),
    })
    .map(({ who, index, queries: parts, body: given, victim }) => ({
      operation,
      who,
      method: operation.method,
      path: pathOf(operation, index),
      query: parts.filter((part) => part !== '').join('&'),
      headers: given === null ? {} : { 'content-type': 'application/json' },
      body: given === null ? null : JSON.stringify(given),
      spoilt: null,
      isForeign: false,
      isVictims: victim === 0,
    }));
}

function bodyOf(operation: Operation, schema: NonNullable<Operation['body']>, resolve: Contract['resolve']) {
  const any = valid(schema, { field: '', resolve });
  const meant = meantFor(operation.name);
  if (meant === null) return any;
  return fc.oneof({ weight: 1, arbitrary: any }, { weight: 3, arbitrary: meant });
}

const KINDS: Record<string, string> = {
  ...{ categories: 'category', entries: 'entry', envs: 'env', '2fa': 'token', 'access-keys': 'accessKey' },
  ...{ sessions: 'session', invitations: 'invitation' },
};

function pathOf({ path, parameters }: Operation, index: number): string {
  const kind = path.includes('{fileId}') ? 'filesProject' : (KINDS[path.split('/')[1] ?? ''] ?? 'entry');
  const named = parameters.some((one) => one.in === 'path' && one.name === 'name');
  return `/api${path}`
    .replace('{id}', idOf('own', kind, index))
    .replace('{fileId}', idOf('own', 'file', index))
    .replace('{name}', named ? 'Shop' : '');
}

/** One id of another's in the place of an own one. Where there is none to replace, it stays a good request. */
function foreign(ask: Ask, index: number): Ask {
  const swap = (text: string) => text.replace(/~own\.(\w+)\.\d+~/, (_, kind) => idOf('foreign', kind, index));
  const path = swap(ask.path);
  if (path !== ask.path) return { ...ask, path, isForeign: true };
  const body = ask.body === null ? null : swap(ask.body);
  // What is skipped is not looked up.
  return { ...ask, body, isForeign: body !== ask.body && !ask.operation.path.endsWith('/import') };
}

function badId(ask: Ask, segment: string): Ask {
  const path = ask.path.replace(/~own\.\w+\.\d+~/, () => segment);
  return path === ask.path ? ask : spoiltBy(ask, 'id', { path });
}

const pathSpoiler: fc.Arbitrary<(path: string) => string> = fc.constantFrom(
  ...[
    (path: string) => `${path}/`,
    (path: string) => `/${path}`,
    (path: string) => path.replace('/api/', '/api//'),
    (path: string) => path.replace('/api/', '/API/'),
    (path: string) => path.replace('/api/', '/api/./'),
    (path: string) => path.replace('/api/', '/x/../api/'),
    (path: string) => path.replace('/api/', '/%61pi/'),
    (path: string) => path.replace('/api/', '/api%2f'),
    (path: string) => path.replace('/api/', '/api\\'),
    (path: string) => path.replace(/[a-z](?=[^a-z]*$)/, (letter) => letter.toUpperCase()),
    (path: string) => path.replace(/[a-z](?=[^a-z]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    (path: string) => `${path};a=b`,
    (path: string) => `${path}.json`,
    (path: string) => `${path}%00`,
    (path: string) => `${path}%20`,
    (path: string) => `${path}/..`,
    (path: string) => path.slice(0, -1),
    (path: string) => `${path}/${'a/'.repeat(500)}`,
    (path: string) => path.slice(1),
    (path: string) => `http://evil.example${path}`,
  ],
);

const bodySpoiler: fc.Arbitrary<(ask: Ask) => Ask> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.nat(), anyValue).map(([at, value]) => changed((body) => put(body, at, value))) },
  { weight: 2, arbitrary: fc.nat().map((at) => changed((body) => put(body, at, undefined))) },
  {
    weight: 3,
    arbitrary: fc.tuple(anyFieldName, anyValue).map(([name, value]) => changed((body) => ({ ...body, [name]: value }))),
  },
  { weight: 3, arbitrary: anyBody.map((body) => (ask: Ask) => spoiltBy(ask, 'body', { body, headers: JSON_TYPE })) },
  {
    weight: 2,
    arbitrary: fc.tuple(anyContentType, anyText).map(
      ([type, text]) =>
        (ask: Ask) =>
          spoiltBy(ask, 'body', { body: ask.body ?? text, headers: type === '' ? {} : { 'content-type': type } }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .double({ min: 0, max: 1, noNaN: true })
      .map((part) => changedText((text) => text.slice(0, text.length * part))),
  },
);

const JSON_TYPE = { 'content-type': 'application/json' };

function changed(change: (body: Record<string, unknown>) => unknown) {
  return changedText((text) => {
    const body: unknown = JSON.parse(text);
    return JSON.stringify(change(typeof body === 'object' && body !== null ? { ...body } : {}));
  });
}

const changedText =
  (change: (text: string) => string) =>
  (ask: Ask): Ask =>
    spoiltBy(ask, 'body', { body: change(ask.body ?? '{}'), headers: JSON_TYPE });

function put(body: Record<string, unknown>, at: number, value: unknown): Record<string, unknown> {
  const names = Object.keys(body);
  const name = names[at % Math.max(names.length, 1)] ?? 'id';
  return { ...body, [name]: value };
}
