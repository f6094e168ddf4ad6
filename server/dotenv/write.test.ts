import { parseEnv } from 'node:util';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quote, READERS } from './quote.ts';
import { readLikeCompose } from './testing/compose.ts';
import { anyValue, hardValue, SECRETS } from './testing/values.ts';
import { writeComment, writeDotenv, writeLine } from './write.ts';

const lineOf = (value: string) => writeLine({ name: 'A', value }, 'dotenv');

describe('writeLine', () => {
  test.each([
    ['sk_live_4eC39HqLyjWDarjtT1zdp7dc', 'A=sk_live_4eC39HqLyjWDarjtT1zdp7dc\n'],
    ['postgres://u:p%40ss@db.example:5432/app', 'A=postgres://u:p%40ss@db.example:5432/app\n'],
    ['', "A=''\n"],
    [' lead and trail\t', "A=' lead and trail\t'\n"],
    ['#not a comment', "A='#not a comment'\n"],
    ['~/key', "A='~/key'\n"],
    ['{"a":"$b\\n`c`"}', `A='{"a":"$b\\n\`c\`"}'\n`],
    ['-----BEGIN KEY-----\nab+/=\n', "A='-----BEGIN KEY-----\nab+/=\n'\n"],
    ["it's 5$, C:\\dir", `A="it's 5$, C:\\dir"\n`],
    ['\u00a0\u2028', "A='\u00a0\u2028'\n"],
  ])('writes %j in a form that every reader knows', (value, line) => {
    expect(lineOf(value)).toBe(line);
  });

  test.each([
    [`it's "x"`, `A="it's \\"x\\""\n`, 'shells, docker compose, and python-dotenv'],
    ['cr\rlf', "A='cr\rlf'\n", 'shells and docker compose'],
    ['a\\\\b', "A='a\\\\b'\n", 'shells, node --env-file, dotenv, and docker compose'],
    [`\${X}`, `A='\${X}'\n`, 'shells, node --env-file, dotenv, and docker compose'],
    ['C:\\', `A="C:\\\\" #"#'\`=\n`, 'shells, docker compose, and python-dotenv'],
    ["`'", 'A="\\`\'"\n', 'shells'],
  ])('writes %j for a shell, and says above it for whom it is exact', (value, line, exact) => {
    const [mark, ...rest] = lineOf(value).split(/(?<=\n)/);
    expect(rest.join('')).toBe(line);
    expect(mark).toMatch(/^# not portable: \w/);
    expect(mark).toContain(`; exact for ${exact}, not for `);
  });

  test('the mark holds nothing of the value', () => {
    const secret = fc.stringMatching(/^[α-ω]{4}['"\\]{1,3}[α-ω]{4}["']$/);
    fc.assert(fc.property(secret, (value) => !/[α-ω]/.test(/^# .*/.exec(lineOf(value))?.[0] ?? '')));
  });

  test('warns that node takes the lines of a value with both kinds of quotes for variables', () => {
    const value = `"it's"\nB=1\n`;
    expect(lineOf(value)).toContain('; node --env-file takes its further lines for variables\n');
    expect(parseEnv(lineOf(value)).B).toBe('1');
  });

  test('exports in shell style, where a value needs no mark and a name that shells keep does', () => {
    expect(writeLine({ name: 'A', value: `it's "x"` }, 'shell')).toBe(`export A="it's \\"x\\""\n`);
    expect(writeLine({ name: 'UID', value: '1' }, 'shell')).toMatch(/^# not portable: .*UID.*\nexport UID=1\n$/);
  });

  test('marks the name that dotenv and node lose', () => {
    const line = writeLine({ name: '__proto__', value: 'x' }, 'dotenv');
    expect(line).toContain('# not portable: dotenv and node --env-file lose the name __proto__\n');
    expect([Object.keys(parse(line)), Object.keys(parseEnv(line))]).toEqual([[], []]);
  });

  test.each(['', 'A B', 'A=1;touch', '$(touch x)', 'A\n', '1A', 'é'])('refuses %j for a name', (name) => {
    expect(() => writeLine({ name, value: '' }, 'dotenv')).toThrow(RangeError);
  });
});

describe('writeDotenv', () => {
  test('writes each comment above its variables, in order, and repeats what repeats', () => {
    const sections = [
      { comment: 'Stripe — pay (production)', variables: [{ name: 'KEY', value: 'a' }] },
      { comment: 'left out: deploy key', variables: [] },
      { comment: 'Stripe — pay (staging)', variables: [{ name: 'KEY', value: 'b' }] },
    ];
    expect(writeDotenv(sections)).toBe(
      '# Stripe — pay (production)\nKEY=a\n# left out: deploy key\n# Stripe — pay (staging)\nKEY=b\n',
    );
  });

  const readers = { 'node --env-file': parseEnv, dotenv: parse, 'docker compose': readLikeCompose };
  const files = fc.array(fc.oneof(anyValue, ...Object.values(SECRETS)), { minLength: 1, maxLength: 60 });

  test.each(Object.entries(readers))(
    '%s reads every value it is said to read, whatever stands around it',
    (name, read) => {
      const property = fc.property(files, (values) => {
        const variables = values.map((value, index) => ({ name: `V${index}`, value }));
        const seen = read(writeDotenv([{ comment: 'all', variables }]));
        const due = variables.filter(({ value }) => quote(value).exact.some((reader) => reader === name));
        expect(due.filter(({ name, value }) => seen[name] !== value)).toEqual([]);
      });
      fc.assert(property, { numRuns: 300 });
    },
  );

  test('reads the same in the fast mode of dotenv', () => {
    const text = writeDotenv([
      {
        comment: 'x',
        variables: [
          { name: 'A', value: 'C:\\' },
          { name: 'B', value: "it's" },
        ],
      },
    ]);
    expect(parse(text, { fast: true }).B).toBe("it's");
  });
});

describe('writeComment', () => {
  test.each([
    ['two\nlines\r\n', '# two\\u000alines\\u000d\\u000a\n'],
    ['a\u2028B=1\u2029\u0085\v', '# a\\u2028B=1\\u2029\\u0085\\u000b\n'],
    ['\u202eturned\u2066', '# \\u202eturned\\u2066\n'],
    ['Straße — 👩‍👩‍👧 `$(x)`', '# Straße — 👩‍👩‍👧 `$(x)`\n'],
  ])('keeps %j on its line', (text, line) => {
    expect(writeComment(text)).toBe(line);
  });

  test('no reader finds a variable in a comment, whatever it holds', () => {
    const property = fc.property(hardValue, (text) => {
      const line = writeComment(`A=1 ${text}B=2`);
      return [parseEnv(line), parse(line), parse(line, { fast: true }), readLikeCompose(line)].every(
        (seen) => Object.keys(seen).length === 0,
      );
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

describe('how rare the mark is', () => {
  const share = (values: fc.Arbitrary<string>) => {
    const sample = fc.sample(values, { numRuns: 1000, seed: 1 });
    return sample.filter((value) => quote(value).exact.length < READERS.length).length / sample.length;
  };

  test.each(Object.entries(SECRETS).filter(([kind]) => kind !== 'password of any ASCII'))(
    '%s never needs it',
    (_, values) => {
      expect(share(values)).toBe(0);
    },
  );

  test('a password of any ASCII needs it at most once in ten times', () => {
    expect(share(SECRETS['password of any ASCII'] ?? fc.constant("'\\"))).toBeLessThan(0.1);
  });
});

test('a long hostile value is quoted without looking at any part of it over and over', () => {
  const pieces = ['${', '${a', '${:-', "'$", '\\', "'\\", '"', '\r'];
  for (const piece of pieces) expect(lineOf(piece.repeat(250_000)).length).toBeGreaterThan(250_000);
});
