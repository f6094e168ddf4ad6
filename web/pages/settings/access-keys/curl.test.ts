import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlLine, trialOf } from './curl.ts';

const everywhere = { names: null, environments: null };

test('tries a key on what shows no secret, where it may', () => {
  expect(trialOf({ scopes: ['export:read', 'entries:read'], ...everywhere })?.path).toBe('/api/entries');
});

test('says so where the only thing to try answers with every value', () => {
  expect(trialOf({ scopes: ['export:read'], ...everywhere })).toEqual({
    path: '/api/export',
    answers: 'answers with every value',
  });
});

test('asks a key that is limited to an environment for that one', () => {
  const key = { scopes: ['entries:read'] as const, names: null, environments: ['staging', 'local'] as const };
  expect(trialOf({ ...key, scopes: [...key.scopes], environments: [...key.environments] })?.path).toBe(
    '/api/entries?environment=staging',
  );
});

test('has nothing to try with a key that may only write', () => {
  expect(trialOf({ scopes: ['entries:write'], ...everywhere })).toBeNull();
});

test('a shell reads the line as one command with the address and the header whole', () => {
  const line = curlLine('https://vault.example.com', '/api/entries?environment=staging', 'kagi_abc');
  const told = execFileSync('sh', ['-c', line.replace(/^curl/, "printf '%s\\n'")], { encoding: 'utf8' });
  expect(told.trimEnd().split('\n')).toEqual([
    'https://vault.example.com/api/entries?environment=staging',
    '-H',
    'Authorization: Bearer kagi_abc',
  ]);
});
