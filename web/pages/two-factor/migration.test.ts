import { describe, expect, it } from 'vitest';
import { base32, isMigration, type MovedToken, readMigration } from './migration.ts';

type Account = {
  secret?: Uint8Array;
  name?: string;
  issuer?: string;
  algorithm?: number;
  digits?: number;
  type?: number;
};

/** Writes what `readMigration` reads, by the encoding's own rules. */
const varint = (value: number | bigint): number[] => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
};
const number = (field: number, value: number) => [...varint(field << 3), ...varint(value)];
const bytes = (field: number, value: Iterable<number>) => {
  const all = [...value];
  return [...varint((field << 3) | 2), ...varint(all.length), ...all];
};
const text = (field: number, value: string) => bytes(field, new TextEncoder().encode(value));
const account = ({ secret = new Uint8Array([1, 2]), name = '', issuer = '', ...form }: Account) =>
  bytes(1, [
    ...bytes(1, secret),
    ...text(2, name),
    ...text(3, issuer),
    ...number(4, form.algorithm ?? 1),
    ...number(5, form.digits ?? 1),
    ...number(6, form.type ?? 2),
  ]);
const address = (payload: number[]) =>
  `otpauth-migration://offline?data=${encodeURIComponent(btoa(String.fromCharCode(...payload)))}`;
const only = (one: Account): MovedToken | undefined => readMigration(address(account(one)))?.tokens[0];

describe('readMigration', () => {
  it('reads what Google Authenticator wrote of one account', () => {
    // The example of the app's format that many tools are tried with: "Hello!" and four bytes more.
    const written =
      'otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZSABKAEwAhABGAEgACjr4JKK%2B%2F%2F%2F%2F%2F8B';
    expect(readMigration(written)).toEqual({
      tokens: [
        {
          service: 'Example',
          accountName: 'alice@google.com',
          issuer: 'Example',
          secret: 'JBSWY3DPEHPK3PXP',
          algorithm: 'SHA1',
          digits: 6,
          problem: null,
        },
      ],
      part: 1,
      parts: 1,
      batch: -1320898453,
    });
  });

  it('reads several accounts, and which part of an export they are', () => {
    const payload = [
      ...account({ name: 'a', issuer: 'One', algorithm: 2, digits: 2 }),
      ...account({ name: 'b', issuer: 'Two', algorithm: 3 }),
      ...number(2, 1),
      ...number(3, 3),
      ...number(4, 1),
      ...number(5, 77),
    ];
    const read = readMigration(address(payload));
    expect(read).toMatchObject({ part: 2, parts: 3, batch: 77 });
    expect(read?.tokens.map(({ service, algorithm, digits }) => [service, algorithm, digits])).toEqual([
      ['One', 'SHA256', 8],
      ['Two', 'SHA512', 6],
    ]);
  });

  it('parts the issuer from the account only where the name begins with it', () => {
    expect(only({ name: 'GitHub:mara', issuer: 'github' })).toMatchObject({ service: 'github', accountName: 'mara' });
    expect(only({ name: 'urn:mara', issuer: 'GitHub' })).toMatchObject({ service: 'GitHub', accountName: 'urn:mara' });
    expect(only({ name: 'AWS: root' })).toMatchObject({ service: 'AWS', accountName: 'root', issuer: '' });
    expect(only({ name: 'mara' })).toMatchObject({ service: 'mara', accountName: '' });
    expect(only({})).toMatchObject({ service: 'Unnamed', accountName: '' });
  });

  it.each([
    [{ type: 1 }, 'counter-based'],
    [{ algorithm: 4 }, 'MD5'],
    [{ algorithm: 9 }, 'not known'],
    [{ digits: 7 }, 'not known'],
    [{ secret: new Uint8Array() }, 'no secret'],
  ])('says of %j why it cannot be kept', (form, why) => {
    expect(only(form)?.problem).toContain(why);
    expect(only({})?.problem).toBeNull();
  });

  it('passes over fields that it does not know, fixed ones too', () => {
    const unknown = [
      ...varint((9 << 3) | 1),
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      ...varint((10 << 3) | 5),
      1,
      2,
      3,
      4,
      ...text(11, 'x'),
    ];
    expect(readMigration(address([...unknown, ...account({ name: 'a' })]))?.tokens).toHaveLength(1);
  });

  it('reads base64url, and a plus that the query turned into a blank', () => {
    const payload = account({ secret: new Uint8Array([0xfb, 0xff, 0xfe, 0xfb, 0xef, 0xbe]), name: 'a' });
    const raw = btoa(String.fromCharCode(...payload));
    expect(raw).toMatch(/[+/]/);
    const url = raw.replaceAll('+', '-').replaceAll('/', '_');
    const secret = only({ secret: new Uint8Array([0xfb, 0xff, 0xfe, 0xfb, 0xef, 0xbe]), name: 'a' })?.secret;
    for (const data of [raw, url]) {
      expect(readMigration(`otpauth-migration://offline?data=${data}`)?.tokens[0]?.secret).toBe(secret);
    }
  });

  it.each([
    ['no address', 'otpauth://totp/a?secret=JBSWY3DP'],
    ['no data', 'otpauth-migration://offline?data='],
    ['no base64', 'otpauth-migration://offline?data=%25%25'],
    ['nobody in it', address(number(2, 1))],
    ['an account that ends too early', address([0x0a, 0x7f, 0x01])],
    ['a number that does not end', address(Array.from({ length: 12 }, () => 0xff))],
    ['a wire type that there is not', address([0x0b])],
  ])('is null where there is %s', (_, damaged) => {
    expect(readMigration(damaged)).toBeNull();
  });
});

it('knows the address by its scheme alone', () => {
  expect(isMigration(' OTPAUTH-MIGRATION://offline?data=x')).toBe(true);
  expect(isMigration('otpauth://totp/a')).toBe(false);
});

it('writes base32 as RFC 4648 does, without padding', () => {
  const vectors = {
    '': '',
    f: 'MY',
    fo: 'MZXQ',
    foo: 'MZXW6',
    foob: 'MZXW6YQ',
    fooba: 'MZXW6YTB',
    foobar: 'MZXW6YTBOI',
  };
  for (const [plain, encoded] of Object.entries(vectors)) {
    expect(base32(new TextEncoder().encode(plain))).toBe(encoded);
  }
});
