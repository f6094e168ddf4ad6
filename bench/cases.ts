import type { Ask } from './load.ts';
import type { Target } from './target.ts';
import { projectOf, type Seeded } from './vault.ts';

/** What is measured, and the share of its limit that it should reach. */
export type Case = {
  name: string;
  /** The path of its limit. */
  limit: string;
  goal: number;
  status: number;
  /** Whose answers to all connections take seconds: a short round would see none. */
  isSlow?: boolean;
  /** Null where this target cannot be asked. */
  ask(target: Target, vault: Seeded): Ask | null;
};

const BR = { 'accept-encoding': 'gzip, br' };
/** As long as a key, with a checksum that is wrong. */
const WRONG_KEY = `kagi_${'0'.repeat(43)}`;

export const CASES: readonly Case[] = [
  { ...get('401, no credentials', '/a', 0.5, '/api/entries/x'), status: 401, ask: stranger({}) },
  {
    ...get('401, key with a wrong checksum', '/a', 0.5, '/api/entries/x'),
    status: 401,
    ask: stranger({ authorization: `Bearer ${WRONG_KEY}` }),
  },
  get('GET /api/entries/{id}', '/b', 0.5, ({ entryId }) => `/api/entries/${entryId}`),
  get('GET /api/entries, 10', '/b', 0.45, listOf(10)),
  get('GET /api/entries, 1,000', '/d/1000', 0.7, listOf(1_000)),
  { ...get('GET /api/entries, 10,000', '/d/10000', 0.7, listOf(10_000)), isSlow: true },
  post('POST /api/entries/{id}/reveal', '/c', 0.5, ({ entryId }) => ({ path: `/api/entries/${entryId}/reveal` })),
  {
    ...post('POST /api/entries', '/c', 0.5, ({ categoryId }) => ({
      path: '/api/entries',
      body: JSON.stringify({ categoryId, name: 'bench-new-{n}', value: 'x'.repeat(64) }),
    })),
    status: 201,
  },
  get('GET /api/export, 1,000', '/e/1000', 0.4, exportOf(1_000)),
  { ...get('GET /api/export, 10,000', '/e/10000', 0.4, exportOf(10_000)), isSlow: true },
  get('GET /api/stats at 10,000', '/s', 0.5, '/api/stats'),
  { ...get('GET /api/openapi', '/a', 0.5, '/api/openapi'), ask: openapi },
  { ...get('tRPC entries.list of 10, by cookie', '/b', 0.4, ''), ask: trpcList },
];

function get(name: string, limit: string, goal: number, path: string | ((vault: Seeded) => string)): Case {
  return {
    ...{ name, limit, goal, status: 200 },
    ask: ({ url, token }, vault) => ({
      method: 'GET',
      url: url + (typeof path === 'string' ? path : path(vault)),
      headers: { ...BR, authorization: `Bearer ${token}` },
    }),
  };
}

function post(name: string, limit: string, goal: number, of: (vault: Seeded) => { path: string; body?: string }): Case {
  return {
    ...{ name, limit, goal, status: 200 },
    ask: ({ url, token }, vault) => {
      const { path, body } = of(vault);
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const headers = { ...BR, authorization: `Bearer ${token}`, ...type };
      return { method: 'POST', url: url + path, headers, ...(body === undefined ? {} : { body }) };
    },
  };
}

function listOf(size: number): () => string {
  return () => `/api/entries?name=${projectOf(size)}`;
}

function exportOf(size: number): () => string {
  return () => `/api/export?name=${projectOf(size)}`;
}

function stranger(headers: Record<string, string>): Case['ask'] {
  return ({ url }, { entryId }) => ({
    method: 'GET',
    url: `${url}/api/entries/${entryId}`,
    headers: { ...BR, ...headers },
  });
}

function openapi({ url }: Target): Ask {
  return { method: 'GET', url: `${url}/api/openapi`, headers: BR };
}

function trpcList({ url, cookie }: Target): Ask | null {
  if (cookie === null) return null;
  const input = encodeURIComponent(JSON.stringify({ name: projectOf(10) }));
  return { method: 'GET', url: `${url}/trpc/entries.list?input=${input}`, headers: { ...BR, cookie } };
}
