import { parseOptions } from '@node-rs/argon2';
import { describe, expect, test } from 'vitest';
import { HASH_COST, passwordHasher } from './passwords.ts';

const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };

describe('passwordHasher', () => {
  test('hashes with argon2id, 64 MiB, three passes and one thread, and knows the password again', async () => {
    const passwords = passwordHasher();
    const stored = await passwords.hash('correct horse battery');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await passwords.matches(stored, 'correct horse battery')).toBe(true);
    expect(await passwords.matches(stored, 'correct horse batterY')).toBe(false);
  });

  test('salts: the same password gives two hashes', async () => {
    const passwords = passwordHasher(CHEAP);
    expect(await passwords.hash('same')).not.toBe(await passwords.hash('same'));
  });

  test('computes one hash for a password that has none stored, and says no', async () => {
    const passwords = passwordHasher(CHEAP);
    const before = passwords.computed();
    expect(await passwords.matches(null, 'anything')).toBe(false);
    expect(passwords.computed() - before).toBe(1);
  });

  test('knows a password again that another keyboard composed', async () => {
    const passwords = passwordHasher(CHEAP);
    const stored = await passwords.hash('caf\u00e9 au lait s\u2126');
    expect(await passwords.matches(stored, 'cafe\u0301 au lait s\u03a9')).toBe(true);
  });

  test('lets 34 in at once and refuses the rest', async () => {
    const passwords = passwordHasher(CHEAP);
    const all = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.matches(null, 'x')));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(6);
    expect(refused[0]).toMatchObject({ reason: { code: 'UNAVAILABLE' } });
    expect(passwords.computed()).toBe(34);
  });

  test('costs by default what the design says', () => {
    expect(HASH_COST).toEqual({ memoryCost: 65_536, timeCost: 3, parallelism: 1 });
    expect(parseOptions('$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$' + 'A'.repeat(43))).toMatchObject(
      HASH_COST,
    );
  });
});
