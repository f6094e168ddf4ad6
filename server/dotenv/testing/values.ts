import fc from 'fast-check';

/** A command that would leave a file behind if any reader ran it. */
export const MARKER = 'executed';

const PIECES = [
  ...`'"\`$#\\ \n\r\t=:;!~*?&|<>(){}[]%^-,.n0abrtvE`,
  ...[
    'é',
    'À',
    '☃',
    '😀',
    '\u2028',
    '\u2029',
    '\u0085',
    '\u00a0',
    '\u3000',
    '\ufeff',
    '\v',
    '\f',
    '\x01',
    '\x1b',
    '\x7f',
  ],
  ...[
    '\r\n',
    '\\n',
    '\\\\',
    "\\'",
    '\\"',
    "'\\''",
    '""',
    "''",
    '``',
    ' #',
    '\n#',
    '$$',
    '$1',
    '$@',
    '$(',
    '$[1]',
    "$'a'",
  ],
  ...[
    `\${V1}`,
    `\${V1:-x}`,
    '${',
    `\${V1:?x}`,
    '$V1',
    `$(touch ${MARKER})`,
    `\`touch ${MARKER}\``,
    `;touch ${MARKER};`,
  ],
  ...['\nW1=evil\n', "\nW2='", '\nW3="', '\nexport W4=`', '\nunset V1\n', 'export ', '-----BEGIN PRIVATE KEY-----\n'],
];

/** Values made of whatever some reader treats specially. */
export const hardValue = fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 14 });

/** Any text the vault can hold: every code point but NUL and halves of surrogate pairs. */
export const anyValue = fc.oneof(
  hardValue,
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\0', ' ')),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

const hex = fc.uint8Array({ minLength: 16, maxLength: 48 }).map((bytes) => Buffer.from(bytes));
const base64 = fc.uint8Array({ minLength: 24, maxLength: 900 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const word = fc.stringMatching(/^[a-z]{3,10}$/);
const password = fc.string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 24 }).map((text) => text.trim());
// What password managers draw from by default.
const generated = fc.string({
  unit: fc.constantFrom(...'abcdefghkmnpqrstuvwxyzABCDEFGHJK23456789!@#$%^&*-_=+?.'),
  minLength: 16,
  maxLength: 32,
});
const pem = base64.map(
  (body) => `-----BEGIN PRIVATE KEY-----\n${body.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`,
);
const serviceAccount = fc.record({ project: word, id: hex, key: pem }).map(({ project, id, key }) => ({
  type: 'service_account',
  project_id: project,
  private_key_id: id.toString('hex'),
  private_key: key,
  client_email: `${project}@example.iam.gserviceaccount.com`,
}));

/** The kinds of secrets that people keep, each with a share of its own. */
export const SECRETS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  hex: hex.map((bytes) => bytes.toString('hex')),
  base64,
  'token with prefix': fc.tuple(word, base64).map(([prefix, body]) => `${prefix}_live_${body.slice(0, 40)}`),
  'URL with an encoded password': fc
    .tuple(word, password, word)
    .map(
      ([user, secret, host]) => `postgres://${user}:${encodeURIComponent(secret)}@${host}.example:5432/app?ssl=true`,
    ),
  'URL with a raw password': fc
    .tuple(word, generated)
    .map(([user, secret]) => `redis://${user}:${secret}@cache.example:6379/0`),
  PEM: pem,
  'JSON service account': serviceAccount.map((account) => JSON.stringify(account)),
  'JSON service account, indented': serviceAccount.map((account) => JSON.stringify(account, null, 2)),
  'generated password': generated,
  'password of any ASCII': password,
};
