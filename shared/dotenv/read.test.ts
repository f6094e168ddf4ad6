import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyValue, SECRETS } from '#server/dotenv/testing/values.ts';
import { writeDotenv } from '#server/dotenv/write.ts';
import { readDotenv, readStatements, statementsOf } from './read.ts';

const onlyValue = (text: string) => {
  const { variables, problems } = readDotenv(text);
  expect(problems).toEqual([]);
  expect(variables).toHaveLength(1);
  return variables[0]?.value;
};

describe('readDotenv', () => {
  test.each(['dotenv', 'shell'] as const)('reads back to the byte whatever was written in %s style', (style) => {
    const values = fc.array(fc.oneof({ weight: 4, arbitrary: anyValue }, ...Object.values(SECRETS)), { maxLength: 40 });
    const property = fc.property(values, (secrets) => {
      const variables = secrets.map((value, index) => ({ name: `V${index}`, value }));
      const text = writeDotenv([{ comment: 'A=1\nB=2', variables }], style);
      const read = readDotenv(text);
      expect(read.problems).toEqual([]);
      expect(read.variables.map(({ name, value }) => ({ name, value }))).toEqual(variables);
      const lines = text.split('\n');
      expect(
        read.variables.every(({ name, line }) => lines[line - 1]?.replace('export ', '').startsWith(`${name}=`)),
      ).toBe(true);
    });
    fc.assert(property, { numRuns: 400 });
  });

  test.each([
    ['bare, with a comment', 'A=abc#d # c', 'abc#d'],
    ['nothing but a comment', 'A= # c', ''],
    ['bare from a hash on', 'A=#c', '#c'],
    ['a bare path of Windows', 'A=C:\\new\\dir', 'C:\\new\\dir'],
    ['blanks around the sign', '  A = b c \t', 'b c'],
    ['what YAML writes', 'A: b', 'b'],
    ['Doppler', 'A="say \\"hi\\" for \\$5\\nC:\\\\x"', 'say "hi" for $5\nC:\\x'],
    ['Infisical, escaping nothing', "A='it's'", "it's"],
    ['Vercel, escaping nothing but line breaks', 'A="{"a":"x\\ny"}"', '{"a":"x\ny"}'],
    ['Heroku, a shell’s apostrophe', "export A='it'\\''s' # c", "it's"],
    ['Heroku, an apostrophe first', "A=\\''x'", "'x"],
    ['Python’s shlex', `A='it'"'"'s'`, "it's"],
    ['a shell, a backslash before an apostrophe', "A='it\\'\\''s'", "it\\'s"],
    ['a shell, a backslash last', "A='C:\\' # c", 'C:\\'],
    ['python-dotenv', "A='it\\'s'", "it's"],
    ['python-dotenv, apostrophes last', "A='\\'\\''", "''"],
    ['unknown escapes in double quotes', 'A="C:\\dir\\app"', 'C:\\dir\\app'],
    ['backticks', 'A=`it\'s "x"\\n\n$B` # c', 'it\'s "x"\\n\n$B'],
    ['several lines of JSON', `A='{\n  "a": "it'\\''s"\n}'`, '{\n  "a": "it\'s"\n}'],
    ['a comment right after a quote', 'A="b"#c', 'b'],
    ['nothing', 'A=', ''],
  ])('reads %s', (_, text, value) => {
    expect(onlyValue(text)).toBe(value);
    expect(onlyValue(`${text}\n`)).toBe(value);
  });

  test('never takes what was written for a line of base64', () => {
    const variables = ['', '=', '=='].map((value) => ({ name: 'databasePassword1', value }));
    const read = readDotenv(writeDotenv([{ comment: 'short', variables }]));
    expect(read.variables.map(({ name, value }) => ({ name, value }))).toEqual(variables);
  });

  test('keeps names that repeat, in order, with their lines', () => {
    expect(readDotenv('# x\nA=1\n\nB="\n\n"\nA=2').variables).toEqual([
      { name: 'A', value: '1', line: 2 },
      { name: 'B', value: '\n\n', line: 4 },
      { name: 'A', value: '2', line: 7 },
    ]);
  });

  test('takes CRLF for a line feed where every line ends in it, and for itself where one does not', () => {
    expect(readDotenv('\uFEFFA=1\r\nB="x\r\ny"\r\n').variables.map(({ value }) => value)).toEqual(['1', 'x\ny']);
    expect(readDotenv('A=1\r\nB="x\r\ny"\n').variables.map(({ value }) => value)).toEqual(['1', 'x\r\ny']);
  });

  test('expands nothing', () => {
    const value = `$HOME \${HOME} $(id) \`id\``;
    expect(onlyValue(`A="${value}"`)).toBe(value);
  });
});

describe('a line that is not understood', () => {
  test.each([
    ['no sign', 'SECRET', [1], ['B']],
    ['a name with a blank', 'set SECRET=x', [1], ['B']],
    ['a name that begins with a digit', '1SECRET=x', [1], ['B']],
    ['a name that is too long', `${'S'.repeat(256)}=x`, [1], ['B']],
    ['a quote that never closes', 'A="SECRET', [1], ['B']],
    ['a quote that closes at the next one', "A='SECRET\nC='x'", [1], ['C', 'B']],
    ['text after a quote', 'A="SECRET" x', [1], ['B']],
    ['quotes of several lines with text after them', 'A="SECRET\nx" y', [1, 2], ['B']],
    ['an escaped quote at the end of a line', 'A="SECRET\\"\nx" y', [1, 2], ['B']],
    ['pieces that do not end', `A='x'"SECRET`, [1], ['B']],
    ['a quote in doubt', `A="SECRET"'\nC="x"\n'y`, [1, 2, 3], ['B']],
    ['a dollar and an apostrophe', "A=$'SECRET'", [1], ['B']],
    ['a carriage return in a bare value', 'A=SECRET\rx', [1], ['B']],
    ['a key without quotes', 'A=-----BEGIN KEY-----\nSECRET\nSECRET1=\n-----END KEY-----', [1], ['B']],
    ['a key without an end', 'A=-----BEGIN KEY-----\nSECRET', [1], ['B']],
    ['the last line of a key', 'SECRETab==\nSECRETabSECRETab=', [1, 2], ['B']],
  ])('%s is a problem of its line, and the next line is read', (_, text, lines, names) => {
    const { variables, problems } = readDotenv(`${text}\nB=1\n`);
    expect(problems.map(({ line }) => line)).toEqual(lines);
    expect(variables.map(({ name }) => name)).toEqual(names);
    for (const { message } of problems) {
      expect(message).toMatch(/^[A-Z].*\.$/);
      expect(message).not.toContain('SECRET');
    }
  });
});

describe('the work of reading', () => {
  const unit = fc.string({
    unit: fc.constantFrom(...`A=\\'"\`# \t\nx:-`, "A='", 'A="', "\\''", '\nA='),
    minLength: 1,
    maxLength: 12,
  });
  const known = [
    `A='"\n`,
    `A="'\n`,
    'A=`\n',
    `A='\\''x\n`,
    `A="x"\\\\'y\n`,
    `A='x\nB="y\nC=\`z\n`,
    `A='\\'\n`,
    "'\\' ",
    'A="\\"',
    'export ',
    ' ',
    '\t=',
    "A='' ",
    'A=-----BEGIN x\n',
    'A=b ',
    '\\',
    '\r',
    "A='\\'    ",
    "A=\\'\n",
    `A=''\\'\n`,
  ];

  test.each(known)('grows with the length of %j repeated, not faster', (piece) => expectLinear(piece, 64 * 1024));

  test('grows with the length of any piece repeated', () => {
    fc.assert(
      fc.property(unit, (piece) => expectLinear(piece, 8 * 1024)),
      { numRuns: 150, endOnFailure: true },
    );
  });

  function expectLinear(piece: string, size: number) {
    for (const start of ['', "A='", 'export   ']) {
      const steps = stepsFor(start + piece.repeat(size / piece.length));
      expect(steps).toBeLessThan(40 * size);
    }
  }
});

/** Counts the characters that reading a text looks at. */
function stepsFor(text: string): number {
  let steps = 0;
  readStatements({
    length: text.length,
    charAt(at) {
      steps++;
      return text.charAt(at);
    },
    indexOf(sought, from = 0) {
      const found = text.indexOf(sought, from);
      steps += 1 + (found === -1 ? text.length - from : found - from);
      return found;
    },
    slice(from = 0, to = text.length) {
      steps += 1 + Math.max(0, Math.min(to, text.length) - from);
      return text.slice(from, to);
    },
  });
  return steps;
}

describe('statementsOf', () => {
  const pieces = fc.constantFrom('A=1', 'export B = "x\ny"', "C='", '"', '# c', '', ' ', 'no', '1=2', '-----BEGIN K');
  const anyText = fc.array(pieces, { maxLength: 12 }).map((lines) => lines.join('\n'));

  test('leaves no gap between statements, so that a text can be put together again from them', () => {
    const property = fc.property(anyText, (text) => {
      const statements = [...statementsOf(text)];
      expect(statements.map(({ at, next }) => text.slice(at, next)).join('')).toBe(text);
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('says where a name and a value stand, quotes included', () => {
    const text = '# c\n  export A = "x\ny" # d\n';
    const [, statement] = [...statementsOf(text)];
    const { nameAt = 0, valueAt = 0 } = statement?.assignment ?? {};
    expect(text.slice(nameAt, valueAt)).toBe('A = ');
    expect(text.slice(valueAt, statement?.variable?.end)).toBe('"x\ny"');
  });

  test('keeps the name of a variable whose value is wrong', () => {
    const [statement] = [...statementsOf('A="x')];
    expect(statement).toMatchObject({ assignment: { name: 'A', nameAt: 0, valueAt: 2 } });
    expect(statement?.variable).toBeUndefined();
  });
});
