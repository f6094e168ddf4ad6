import { describe, expect, test } from 'vitest';
import { readDotenv } from '#shared/dotenv/read.ts';
import { type Edit, problemsOf } from './mends.ts';

describe('problemsOf', () => {
  test('names the line and the column of a quote that is never closed, and closes it', () => {
    const text = 'PORT=3000\nMAIL_FROM="Atlas <hello@hoshi.dev>\nREPLY=a@b.dev\n';
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({ line: 2, message: 'The quote that opens in column 11 is never closed.' });
    expect(text.slice(problem?.from, problem?.to)).toBe('"Atlas <hello@hoshi.dev>');
    expect(mended(text)).toBe('PORT=3000\nMAIL_FROM="Atlas <hello@hoshi.dev>"\nREPLY=a@b.dev\n');
  });

  test('says so too where the quote of a later line would close it', () => {
    const text = 'MAIL_FROM="Atlas\nKEY="-----BEGIN\nx"\n';
    expect(problemsOf(text)[0]?.message).toBe('The quote that opens in column 11 is never closed.');
    expect(readDotenv(mended(text)).variables.map(({ name }) => name)).toEqual(['MAIL_FROM', 'KEY']);
  });

  test.each([
    ['a line of no form', 'what is this', '# what is this', 'Make it a comment'],
    ['a name with a dash', 'my-key=1', 'my_key=1', 'Name it my_key'],
    ['a name with a digit first', '2FA=1', '_2FA=1', 'Name it _2FA'],
    ['text after a quote', 'A="b" c', `A='"b" c'`, 'Quote all of it'],
    ['quotes of a shell', "A=$'b\\n'", 'A="b\\n"', 'Use double quotes'],
    ['a lone carriage return', 'A=b\rc', 'A=bc', 'Take it out'],
    [
      'a bare key',
      'K=-----BEGIN X\nAAAA\n-----END X',
      'K="-----BEGIN X\nAAAA\n-----END X"',
      'Put quotes around the key',
    ],
  ])('mends %s', (_, text, whole, label) => {
    expect(problemsOf(`${text}\nZ=1`)[0]?.mend?.label).toBe(label);
    expect(mended(`${text}\nZ=1`)).toBe(`${whole}\nZ=1`);
    expect(problemsOf(`${whole}\nZ=1`)).toEqual([]);
  });

  test('offers no mend where it cannot know what was meant', () => {
    expect(problemsOf(`A="it's" b`)[0]?.mend).toBeNull();
    expect(problemsOf('é=1')[0]?.mend).toBeNull();
  });

  test('calls wrong exactly the lines that an import refuses', () => {
    const text = 'A=1\nno\nB="x\ny"\n1=2\n\n# c\nC="';
    expect(problemsOf(text).map(({ line }) => line)).toEqual(readDotenv(text).problems.map(({ line }) => line));
  });
});

/** The text after the first problem's button. */
function mended(text: string): string {
  const edits = problemsOf(text)[0]?.mend?.edits ?? [];
  return edits.toSorted((a, b) => b.from - a.from).reduce(applied, text);
}

function applied(text: string, { from, to, insert }: Edit): string {
  return text.slice(0, from) + insert + text.slice(to);
}
