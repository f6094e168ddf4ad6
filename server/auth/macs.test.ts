import { describe, expect, test } from 'vitest';
import { frame } from '#server/crypto/frame.ts';
import { accessKeyFields, dekFields, identityFields, linkFields, sessionFields, userFields } from './macs.ts';

const at = new Date('2030-01-01T00:00:00.000Z');
const later = new Date('2030-01-01T00:00:00.001Z');

const accessKey = {
  id: 'k',
  ownerId: 'o',
  tokenHash: 't',
  scopes: ['a', 'b'],
  names: ['Shop'] as string[] | null,
  environments: null as string[] | null,
  expiresAt: null as Date | null,
  createdAt: at,
};
const session = {
  id: 's',
  ownerId: 'o',
  tokenHash: 't',
  method: 'password',
  createdAt: at,
  freshAt: at,
  expiresAt: at,
};
const user = {
  id: 'u',
  email: 'e',
  role: 'user',
  passwordHash: null as string | null,
  disabledAt: null as Date | null,
  secondStepId: null as string | null,
};
const link = { id: 'l', kind: 'invitation', ownerId: 'o', email: 'e', tokenHash: 't', expiresAt: at };
const identity = { id: 'i', ownerId: 'o', issuer: 'x', subject: 'y' };
const dek = { id: 'd', ownerId: 'o', kekId: 'k', wrapped: 'w', active: true };

const changes: [
  table: string,
  fields: (change: object) => readonly (string | number | bigint | Uint8Array | null)[],
  change: object,
][] = [
  ...[
    { id: 'x' },
    { ownerId: 'x' },
    { tokenHash: 'x' },
    { scopes: ['a'] },
    { scopes: ['b', 'a'] },
    { names: null },
    { names: [] },
    { names: ['Shop', 'Blog'] },
    { environments: ['local'] },
    { expiresAt: later },
    { createdAt: later },
    // The same words, moved from one list into the next.
    { scopes: ['a'], names: ['b', 'Shop'] },
    { names: ['Shop', '0'], environments: [] },
  ].map((change): (typeof changes)[number] => ['access_key', (c) => accessKeyFields({ ...accessKey, ...c }), change]),
  ...[
    { id: 'x' },
    { ownerId: 'x' },
    { tokenHash: 'x' },
    { method: 'keycloak' },
    { createdAt: later },
    { freshAt: later },
    { expiresAt: later },
  ].map((change): (typeof changes)[number] => ['session', (c) => sessionFields({ ...session, ...c }), change]),
  ...[
    { id: 'x' },
    { email: 'x' },
    { role: 'admin' },
    { passwordHash: 'x' },
    { passwordHash: '' },
    { disabledAt: at },
    { secondStepId: 's' },
  ].map((change): (typeof changes)[number] => ['user_account', (c) => userFields({ ...user, ...c }), change]),
  ...[
    { id: 'x' },
    { kind: 'password-reset' },
    { ownerId: 'x' },
    { email: 'x' },
    { tokenHash: 'x' },
    { expiresAt: later },
  ].map((change): (typeof changes)[number] => ['link', (c) => linkFields({ ...link, ...c }), change]),
  ...[{ id: 'x' }, { ownerId: 'x' }, { issuer: 'z' }, { subject: 'z' }].map((change): (typeof changes)[number] => [
    'identity',
    (c) => identityFields({ ...identity, ...c }),
    change,
  ]),
  ...[{ id: 'x' }, { ownerId: 'x' }, { kekId: 'x' }, { wrapped: 'x' }, { active: false }].map(
    (change): (typeof changes)[number] => ['dek', (c) => dekFields({ ...dek, ...c }), change],
  ),
];

describe('what a row MAC covers', () => {
  test.each(changes)('%s changes with %#: %j', (_table, fields, change) => {
    expect(frame(fields(change))).not.toEqual(frame(fields({})));
  });

  test('the same row gives the same fields', () => {
    expect(accessKeyFields({ ...accessKey })).toEqual(accessKeyFields(accessKey));
  });
});
