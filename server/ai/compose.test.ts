import { expect, test } from 'vitest';
import { type Choice, composePick } from './compose.ts';
import type { GeneratedSecret, KeyType, Offer } from './picker.ts';
import { groupByCategory, type Kind } from './vault-index.ts';

const known = { publicVariables: new Set(['SENTRY_DSN']) };
const place = { environments: [], projects: [] };

function kindOf(id: string, variables: string[], keyType: KeyType = 'group'): Kind {
  const offer: Offer = { id, name: 'Blog', environment: 'local', category: id, keyType, variables };
  const [kind] = groupByCategory([offer]);
  if (!kind) throw new Error('one offer makes one kind');
  return kind;
}

function composed(prompt: string, kinds: Kind[], generated: GeneratedSecret[] = []) {
  const choice: Choice = { chosen: new Map(kinds.map((kind) => [kind, 'why'])), generated, sent: null };
  return composePick({ prompt, project: null, offers: [] }, choice, place, known);
}

const secret = (name: string, bytes = 32): GeneratedSecret => ({ name, format: 'hex', bytes, reason: 'asked' });

test('says why an entry is given and from which environment', () => {
  expect(composed('errors', [kindOf('a', ['SENTRY_AUTH_TOKEN'])]).entries).toEqual([
    { id: 'a', reason: 'why; local (no environment named)' },
  ]);
});

test('renames for the framework, unless the new name is taken by another entry', () => {
  const [plain, prefixed] = [kindOf('a', ['SENTRY_DSN']), kindOf('b', ['NEXT_PUBLIC_SENTRY_DSN'])];
  expect(composed('Next.js', [plain]).entries[0]?.rename).toEqual({ SENTRY_DSN: 'NEXT_PUBLIC_SENTRY_DSN' });
  expect(composed('Next.js', [plain, prefixed]).entries[0]).not.toHaveProperty('rename');
});

test('makes no secret under a name that an entry has, before or after renaming', () => {
  const wanted = [secret('SENTRY_DSN'), secret('NEXT_PUBLIC_SENTRY_DSN'), secret('SESSION_SECRET')];
  const { generated } = composed('Next.js', [kindOf('a', ['SENTRY_DSN'])], wanted);
  expect(generated.map(({ name }) => name)).toEqual(['SESSION_SECRET']);
});

test('makes each secret once, of 16 to 64 whole bytes, under a fitting name', () => {
  const wanted = [secret('A', 1), secret('A'), secret('B', 1e6), secret('C', 20.4), secret('D-E'), secret('')];
  expect(composed('x', [], wanted).generated.map(({ name, bytes }) => [name, bytes])).toEqual([
    ['A', 16],
    ['B', 64],
    ['C', 20],
  ]);
});

test.each(['PATH', 'IFS', 'LD_PRELOAD', 'BASH_ENV', 'NODE_OPTIONS'])('makes no secret under the name %s', (name) => {
  expect(composed('x', [], [secret(name)]).generated).toEqual([]);
});

test('keeps the environment in a reason that is far too long', () => {
  const kind = kindOf('a', ['X']);
  const choice: Choice = { chosen: new Map([[kind, 'long '.repeat(100)]]), generated: [], sent: 'x' };
  const pick = composePick({ prompt: '', project: null, offers: [] }, choice, place, known);
  expect(pick.entries[0]?.reason).toMatch(/…; local \(no environment named\)$/);
  expect(pick.sent).toBe('x');
});
