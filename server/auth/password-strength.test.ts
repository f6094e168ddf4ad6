import { describe, expect, test } from 'vitest';
import common from './common-passwords.json' with { type: 'json' };
import { isPattern } from './password-patterns.ts';
import { demandStrongPassword } from './password-strength.ts';

const ada = { email: 'ada.lovelace@analytical.example', name: 'Ada Lovelace' };

const weak = (password: string, person = ada) => {
  try {
    demandStrongPassword(password, person);
    return null;
  } catch (error) {
    return error;
  }
};

describe('demandStrongPassword', () => {
  test.each([
    'correct horse battery staple!',
    'T9#kQ2vLw8!z',
    'summer rain on the tin roof',
    'ada likes steam looms',
    'four common words: dragon monkey shadow master',
    'пароль из нескольких слов',
    'zZ3-yY7_xX1+wW9',
  ])('takes %j', (password) => {
    expect(weak(password)).toBeNull();
  });

  test.each([
    ['short', 'elevenchars', 'at least 12'],
    ['short in code points', '🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑', 'at least 12'],
    ['common', 'unbelievable', 'common'],
    ['common, in capitals', 'QwertyUIOP123', 'common|pattern'],
    ['common, with digits for letters', 'unb3li3v4ble', 'common'],
    ['one character', 'aaaaaaaaaaaaaaaa', 'pattern'],
    ['a chunk repeated', 'hunter2hunter2', 'pattern'],
    ['the alphabet', 'abcdefghijklmno', 'pattern'],
    ['digits backwards', '987654321098', 'pattern|common'],
    ['the keyboard', 'asdfghjklzxcvbnm', 'pattern|common'],
    ['a common word and a year', 'Password2024!', 'too little'],
    ['a common word with digits for letters', 'P4ssw0rd!2025', 'too little'],
    ['two common words', 'dragon-monkey-1', 'too little'],
    ['a common word and a sequence', 'sunshine?123456789', 'too little|common'],
    ['the product', 'kagi-kagi-2024', 'too little'],
    ['the product and a common word', 'Kagi password 1', 'too little'],
    ['the e-mail', 'ada.lovelace@analytical.example', 'too little'],
    ['the name', 'AdaLovelace1815', 'too little'],
    ['the domain', 'analytical-1843', 'too little'],
  ])('refuses %s: %j', (_why, password, message) => {
    expect(weak(password)).toMatchObject({ code: 'PASSWORD_TOO_WEAK', message: expect.stringMatching(message) });
  });

  test('refuses an e-mail whose digits could be letters', () => {
    const email = 'a4b1c5d0e@example.test';
    expect(weak(email, { email, name: '' })).toMatchObject({ code: 'PASSWORD_TOO_WEAK' });
  });

  test('never says the password', () => {
    expect(String(weak('Password2024!'))).not.toContain('Password2024');
  });

  test('refuses every one of its common passwords, in capitals too', () => {
    const taken = common.passwords.filter(
      (password) => weak(password) === null || weak(password.toUpperCase()) === null,
    );
    expect(taken).toEqual([]);
  });
});

test('the list holds thousands of passwords that are long enough to be asked for, in lower case, once each', () => {
  expect(common.passwords.length).toBeGreaterThanOrEqual(4_000);
  expect(common.passwords.filter((password) => password.length < 12 || password !== password.toLowerCase())).toEqual(
    [],
  );
  expect(new Set(common.passwords).size).toBe(common.passwords.length);
});

describe('isPattern', () => {
  test.each(['', 'abab', '123123123123', 'qwertyuiop12', 'aaaabbbbccccdd', 'abcdef123456'])(
    'sees one in %j',
    (text) => {
      expect(isPattern(text)).toBe(true);
    },
  );

  test.each(['t9#kq2vlw8!z', 'horsebattery', '8273645192'])('sees none in %j', (text) => {
    expect(isPattern(text)).toBe(false);
  });
});
