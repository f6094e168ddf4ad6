import { expect, test } from 'vitest';
import { FolderInUse } from '#server/db/embedded-lock.ts';
import { FolderError } from '#server/db/folder-error.ts';
import { NewerSchema } from '#server/db/migrate.ts';
import { DatabaseUnavailable } from '#server/db/unavailable.ts';
import { KeyringError } from '#server/keyring/keyring-file.ts';
import { ConfigError } from '#server/settings.ts';
import { placeOf, sentenceFor } from './failures.ts';

const coded = (message: string, details: Record<string, string>) => Object.assign(new Error(message), details);

test.each<[Error, string]>([
  [new ConfigError('PORT is blank.'), 'PORT is blank.'],
  [new KeyringError('The key ring is gone.'), 'The key ring is gone.'],
  [
    new FolderError('The data folder /srv cannot be made: it is read-only.'),
    'The data folder /srv cannot be made: it is read-only.',
  ],
  [new FolderInUse('In use by process 7.'), 'In use by process 7.'],
  [new NewerSchema('Start that version instead.'), 'Start that version instead.'],
  [
    coded('listen EADDRINUSE', { code: 'EADDRINUSE', syscall: 'listen' }),
    'Another program uses the port; set PORT to a free one.',
  ],
  [coded('listen EADDRNOTAVAIL', { code: 'EADDRNOTAVAIL', syscall: 'listen' }), 'HOST is no address of this machine.'],
  [coded('connect', { code: 'ECONNREFUSED', syscall: 'connect' }), 'The database does not answer (ECONNREFUSED).'],
  [new DatabaseUnavailable('restarted'), 'The database does not answer (08006).'],
  [
    coded('password authentication failed for user "kagi"', { code: '28P01' }),
    'The database refuses: password authentication failed for user "kagi".',
  ],
])('%s', (error, sentence) => {
  expect(sentenceFor(error)).toBe(sentence);
});

test('says what the system refused, and where', () => {
  const refused = coded("EACCES: permission denied, mkdir '/data'", { code: 'EACCES', syscall: 'mkdir' });
  expect(sentenceFor(refused)).toMatch(/^Error: EACCES: permission denied, mkdir '\/data'\n\s+at .*failures\.test\.ts/);
});

test.each([
  coded('insert into entry values (hunter2)', { code: '22001' }),
  Object.assign(new Error('insert into entry values (hunter2)'), { name: 'UniqueConstraintViolationException' }),
  new SyntaxError('Unexpected token h, "hunter2" is not valid JSON'),
])('tells where a fault is, but nothing of what it may quote: %#', (fault) => {
  expect(sentenceFor(fault)).toMatch(/failures\.test\.ts/);
  expect(sentenceFor(fault)).not.toContain('hunter2');
  expect(placeOf('hunter2')).not.toContain('hunter2');
});
