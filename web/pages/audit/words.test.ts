import { expect, test } from 'vitest';
import { ACTION_GROUPS } from './actions.ts';
import { actionName, kindName, sentenceOf } from './words.ts';

const details = { count: null, ids: null, reason: null };
const ok = (action: string) => sentenceOf({ action, outcome: 'ok', details: null });

test('a reveal that went well is marked, and named after what it is of', () => {
  expect(ok('entry.reveal')).toEqual({ tone: 'reveal', verb: 'reveal', kind: 'entry', many: null, reason: null });
});

test('a refused reveal gave out nothing, and says why', () => {
  const event = {
    action: 'entry.reveal',
    outcome: 'refused',
    details: { ...details, reason: 'AUTH_SCOPE_REQUIRED' },
  } as const;
  expect(sentenceOf(event)).toMatchObject({ tone: 'bad', verb: 'reveal', reason: 'scope missing' });
});

test('a wrong password is a sign-in that failed', () => {
  const event = {
    action: 'sign-in.password',
    outcome: 'failed',
    details: { ...details, reason: 'AUTH_INVALID_CREDENTIALS' },
  } as const;
  expect(sentenceOf(event)).toMatchObject({
    tone: 'bad',
    verb: 'sign in',
    kind: 'by password',
    reason: 'wrong password',
  });
});

test('a write is plain', () => {
  expect(ok('env-file.update')).toMatchObject({ tone: 'plain', verb: 'update', kind: 'env file' });
});

test.each([
  ['entry.import', 5, '5 entries'],
  ['category.create', 1, '1 category'],
  ['two-factor.reveal', 3, '3 tokens'],
  ['session.end-others', 2, '2 sessions'],
  ['account.forget-audit', 1200, '1,200 events'],
  ['account.password', 2, '2 sessions ended'],
  ['account.wipe', 240, '240 rows'],
])('says how many %s stands for', (action, many, words) => {
  expect(sentenceOf({ action, outcome: 'ok', details: { ...details, count: many } }).many).toBe(words);
});

test('a password changed where no other session was counts none', () => {
  expect(sentenceOf({ action: 'account.password', outcome: 'ok', details: { ...details, count: 0 } }).many).toBeNull();
});

test('an action that nobody put into words is readable still', () => {
  expect(ok('env-project.turn-over')).toMatchObject({ verb: 'turn over', kind: 'env project' });
  expect(actionName('moon.land')).toBe('land moon');
});

test('a code that nobody put into words is readable still', () => {
  const event = {
    action: 'sign-in.keycloak',
    outcome: 'failed',
    details: { ...details, reason: 'EMAIL_NOT_ALLOWED' },
  } as const;
  expect(sentenceOf(event).reason).toBe('email not allowed');
});

test('the seal of a shortened chain is not shown as a reason', () => {
  const event = {
    action: 'account.forget-audit',
    outcome: 'ok',
    details: { ...details, reason: 'a1b2'.repeat(16) },
  } as const;
  expect(sentenceOf(event).reason).toBeNull();
});

test('no two actions of the filter read alike', () => {
  const names = ACTION_GROUPS.flatMap(({ actions }) => actions.map(actionName));
  expect(new Set(names).size).toBe(names.length);
});

test('kinds of objects are words, those of no noun too', () => {
  expect([kindName('env-file'), kindName('link')]).toEqual(['env file', 'link']);
});
