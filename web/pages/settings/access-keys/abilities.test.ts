import { expect, test } from 'vitest';
import { scopeNames } from '#shared/scopes.ts';
import { ALL_SCOPES, abilitiesOf, PRESETS, presetOf, summaryOf } from './abilities.ts';

test('names every scope there is, once', () => {
  expect([...ALL_SCOPES].sort()).toEqual([...scopeNames].sort());
});

test.each(PRESETS)('knows the preset $name by its scopes, in any order', ({ name, scopes }) => {
  expect(presetOf(scopes.toReversed())?.name).toBe(name);
});

test('a preset with one scope more, or one less, is none', () => {
  expect(presetOf(['entries:read', 'entries:reveal', 'envs:read'])).toBeNull();
  expect(presetOf(['entries:read', 'entries:reveal', 'envs:read', 'envs:reveal', 'stats:read'])).toBeNull();
});

test('the preset for reading gives no secret and changes nothing', () => {
  const { can, cannot } = abilitiesOf(PRESETS[0]?.scopes ?? []);
  expect(can).toEqual(['list categories', 'list entries', 'list env files', 'see counts']);
  expect(cannot[0]).toBe('change or delete anything');
  expect(cannot[1]).toBe('reveal a value, two-factor codes, export, audit');
});

test('the preset for CI reveals entries and env files, and no more', () => {
  const { can, cannot } = abilitiesOf(PRESETS[1]?.scopes ?? []);
  expect(can).toEqual(['list entries', 'reveal entries', 'list env files', 'reveal env files']);
  expect(cannot.slice(0, 2)).toEqual(['change or delete anything', 'two-factor codes, export, audit']);
});

test('a key that exports does reveal values, though it has no scope of that name', () => {
  expect(abilitiesOf(['export:read']).cannot.join()).not.toContain('reveal a value');
});

test('even the fullest key cannot make keys', () => {
  expect(abilitiesOf(ALL_SCOPES).cannot).toEqual(['make keys, end sessions, wipe']);
});

test('sums up a preset by its name, one scope by itself, several by what they do', () => {
  expect(summaryOf(ALL_SCOPES)).toMatchObject({ name: 'full', isScope: false });
  expect(summaryOf(['stats:read'])).toEqual({ name: 'stats:read', isScope: true, words: 'see counts' });
  expect(summaryOf(['stats:read', 'audit:read'])).toEqual({
    name: '2 scopes',
    isScope: false,
    words: 'see counts, read the audit log',
  });
});
