import fc from 'fast-check';

/** Values and texts that have broken other servers. */

const HUGE = 'A'.repeat(1_100_000);
const WIDE = Array.from({ length: 100_000 }, (_, index) => index);
const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const TEXTS = [
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '\u202eevil',
    '\u2066x\u2069',
    '\ufeff',
    'a\r\nX-Evil: 1',
    '\x7f',
    '\x1b[',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', '{{7*7}}', '$(id)', '`id`', '%s%n', '../../etc/passwd'],
  ...[
    "' OR '1'='1",
    "'; DROP TABLE entry;--",
    '\\',
    '%',
    '_',
    '%_%',
    '<script>alert(1)</script>',
    'null',
    'undefined',
    'NaN',
  ],
  ...[
    '0x10',
    '1e309',
    '-0',
    '９',
    'İ',
    'ß',
    '\u{1f468}\u200d\u{1f469}',
    'x'.repeat(256),
    'é'.repeat(5_000),
    'x'.repeat(70_000),
  ],
  ...[
    '2026-02-30T00:00:00Z',
    '0000-00-00',
    '10000-01-01T00:00:00.000Z',
    '-000001-01-01T00:00:00Z',
    '2026-11-24T00:00:00',
  ],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '01990f3e7c1a7b3e9d6f2f1a7f0c4e88',
  ],
  ...['{01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e88}', 'kagi_0', 'a@b', `${'a'.repeat(310)}@example.test`],
];
const NUMBERS = [
  0,
  -0,
  -1,
  1.5,
  1e21,
  -1e21,
  5e-324,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 63,
  1.7976931348623157e308,
];
const THINGS: unknown[] = [
  true,
  false,
  null,
  [],
  {},
  [[]],
  [null],
  { length: -1 },
  { toString: 1 },
  { toJSON: 'x' },
  { $ne: null },
];

export const anyText = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 20 }));

/** Anything at all in the place of a value. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 200, arbitrary: anyText },
  { weight: 60, arbitrary: fc.constantFrom<unknown>(...NUMBERS) },
  { weight: 60, arbitrary: fc.constantFrom<unknown>(...THINGS) },
  { weight: 40, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 20, arbitrary: fc.array(anyText, { maxLength: 5 }) },
  { weight: 2, arbitrary: fc.constant<unknown>(WIDE) },
  { weight: 1, arbitrary: fc.constant<unknown>(HUGE) },
);

export const anyFieldName = fc.constantFrom(
  ...['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', '', ' ', '\0', '\ud800', '0'],
  ...[
    'id',
    'userId',
    'ownerId',
    'owner',
    'role',
    'isAdmin',
    'admin',
    'scopes',
    'version',
    'envelope',
    'createdAt',
    '$where',
  ],
);

/** In place of a whole body, as text; `latin1`: its characters are bytes that need not be UTF-8. */
export const anyBody: fc.Arbitrary<string> = fc.oneof(
  { weight: 30, arbitrary: anyValue.map((value) => JSON.stringify(value)) },
  {
    weight: 30,
    arbitrary: fc.constantFrom(
      ...[
        '',
        ' ',
        '{',
        '}',
        '{}',
        '[]',
        '[{}]',
        '"',
        'nul',
        'NaN',
        '{"a":1}{"b":2}',
        '{"a":1,}',
        "{'a':1}",
        '{a:1}',
        '// x\n{}',
      ],
      ...[
        '\ufeff{}',
        '\ufeff\ufeff{}',
        '{"a":"\n"}',
        '{"a":1e999}',
        '{"a":01}',
        '{"\\u0000":1}',
        '{"a":1,"a":2}',
        '{"__proto__":{"a":1}}',
      ],
      ...[
        deep(31),
        deep(33),
        deep(5_000),
        '['.repeat(50_000),
        `[${'0,'.repeat(100_000)}0]`,
        '{"a":"\xff\xfe"}',
        '\xc3\x28',
        '\x1f\x8b\b\0',
      ],
      ...['a=1&b=2', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n', '<a/>'],
    ),
  },
);

export const anyContentType = fc.constantFrom(
  ...[
    '',
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/json;charset=utf-16',
    'application/json;',
  ],
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'application/xml',
  ],
  ...[
    'application/octet-stream',
    'application/merge-patch+json',
    'application/vnd.x+json',
    '*/*',
    'json',
    ';',
    '/',
    'a/b;c="d',
    'text/json',
  ],
);

/** Parts of a query, percent-encoded already. */
export const anyQuery: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...[
      'constructor=1',
      '__proto__=1',
      '__proto__[a]=1',
      'a[]=1',
      'limit[]=1',
      'limit=1&limit=2',
      'search=a&search=b',
      'limit',
      '=',
      '&&',
    ],
    ...[
      'limit=0',
      'limit=-1',
      'limit=1e3',
      'limit=1.5',
      'limit=+1',
      'limit=0x1',
      'limit=999999999999999999999',
      'limit=%00',
      'limit=',
    ],
    ...[
      'cursor=x',
      'cursor=',
      'search=%',
      'search=%zz',
      'search=%ff',
      'search=%ED%A0%80',
      'search=%00',
      'search=%25',
      `search=${'a'.repeat(300)}`,
    ],
    ...[
      'name=%C0%80',
      'format=xml',
      'environment=PRODUCTION',
      'environment=',
      'skipBroken=yes',
      'skipBroken=1',
      '%6cimit=1',
      'LIMIT=1',
      'limit;=1',
    ],
    ...[
      `search=${'a'.repeat(4_100)}`,
      '?',
      '?limit=1',
      '#',
      'access_token=x',
      '_method=DELETE',
      'callback=x',
      'since=now',
      'until=1',
    ],
  ),
  anyText.map((text) => `search=${encoded(text)}`),
  anyText.map((text) => `name=${encoded(text)}`),
);

/** In place of an id in a path, percent-encoded already. */
export const anySegment: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...[
      '0',
      '-1',
      'null',
      '..',
      '.',
      '%2e%2e',
      '%2E',
      '%00',
      '%',
      '%zz',
      '%ff',
      '%2f',
      '%5c',
      '..%2f..%2f',
      '*',
      ':id',
      '{id}',
      'a;b',
      '~',
    ],
    ...[
      '01990F3E-7C1A-7B3E-9D6F-2F1A7F0C4E88',
      '%30',
      'reveal',
      'import',
      'project-names',
      '__proto__',
      'constructor',
      'a'.repeat(4_090),
    ],
  ),
  anyText.map((text) => encoded(text) || '%20'),
);

export function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).slice(0, 4_200);
}

export const anyHeaders: fc.Arbitrary<Record<string, string>> = fc.constantFrom<Record<string, string>>(
  ...[
    { accept: 'text/html' },
    { accept: '' },
    { accept: 'application/xml' },
    { accept: '*/*;q=0' },
    { accept: ',,;;q=x' },
  ],
  ...[
    { 'if-match': '*' },
    { 'if-match': '"x"' },
    { 'if-match': '' },
    { 'if-match': 'W/"1", "2"' },
    { 'if-none-match': '*' },
  ],
  ...[
    { 'idempotency-key': 'a' },
    { 'idempotency-key': '' },
    { 'idempotency-key': 'x'.repeat(256) },
    { 'idempotency-key': '\xff' },
  ],
  ...[
    { 'x-http-method-override': 'DELETE' },
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-host': 'evil' },
    { host: '[bad' },
  ],
  ...[
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'br' },
    { expect: 'x' },
    { range: 'bytes=0-1' },
    { te: 'trailers' },
  ],
  ...[
    { 'accept-encoding': 'gzip, br, *;q=0' },
    { origin: 'null' },
    { referer: '\xff' },
    { cookie: 'kagi=%' },
    { cookie: ';;=;' },
  ],
  ...[
    { upgrade: 'websocket', connection: 'upgrade' },
    { 'user-agent': 'x'.repeat(2_000) },
    { prefer: 'return=minimal' },
  ],
);

export const anyMethod = fc.constantFrom(
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'QUERY'],
);
