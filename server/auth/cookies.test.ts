import { expect, test } from 'vitest';
import { sessionCookie } from './cookies.ts';

test('over HTTPS the cookie is bound to this host', () => {
  expect(sessionCookie({ publicUrl: new URL('https://kagi.example.com'), sessionMaxHours: 168 })).toEqual({
    name: '__Host-kagi',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true, maxAge: 604_800 },
  });
});

test('over HTTP on loopback it has a plain name, since browsers refuse the prefix there', () => {
  expect(sessionCookie({ publicUrl: new URL('http://127.0.0.1:3000'), sessionMaxHours: 1 })).toEqual({
    name: 'kagi',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure: false, maxAge: 3600 },
  });
});
