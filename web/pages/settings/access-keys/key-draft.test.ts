import { expect, test } from 'vitest';
import { accessKeyInput } from '#shared/access-keys.ts';
import { EMPTY_DRAFT, expiryOfDraft, inputOf, toggled } from './key-draft.ts';

const now = new Date('2026-11-24T12:00:00Z');
const draft = { ...EMPTY_DRAFT, name: 'ci-deploy' };

test('begins with reading only, everywhere, for 90 days, as the server takes it', () => {
  const made = inputOf(draft, now);
  expect(made).toEqual({
    input: {
      name: 'ci-deploy',
      scopes: ['categories:read', 'entries:read', 'envs:read', 'stats:read'],
      names: null,
      environments: null,
      expiresAt: '2027-02-22T12:00:00.000Z',
    },
  });
  expect(accessKeyInput.safeParse('input' in made && made.input).success).toBe(true);
});

test('limits a key to what is chosen', () => {
  const made = inputOf({ ...draft, names: ['atlas'], environments: ['staging'] }, now);
  expect(made).toMatchObject({ input: { names: ['atlas'], environments: ['staging'] } });
});

test('never ends where nobody wants an end', () => {
  expect(inputOf({ ...draft, lifetime: 'none' }, now)).toMatchObject({ input: { expiresAt: null } });
});

test('a typed day is lived to its last moment in the reader’s zone', () => {
  const end = expiryOfDraft({ lifetime: 'date', date: '2026-12-01' }, now);
  expect([end?.getFullYear(), end?.getMonth(), end?.getDate(), end?.getHours()]).toEqual([2026, 11, 1, 23]);
});

test.each([
  ['no scope', { scopes: [] }, 'scopes'],
  ['no day typed', { lifetime: 'date', date: '' }, 'date'],
  ['a day that is past', { lifetime: 'date', date: '2026-11-01' }, 'date'],
] as const)('says what is wrong with %s', (_name, change, field) => {
  expect(inputOf({ ...draft, ...change }, now)).toMatchObject({ field });
});

test('a toggle takes in what is out, and out what is in', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});
