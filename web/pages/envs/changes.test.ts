import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesOf } from './changes.ts';
import type { Edit } from './mends.ts';
import { piecesOf } from './pieces.ts';

const STORED = '# c\nA=1\nB=2\nC="x\ny"\n';

const shown = (draft: string, stored = STORED) =>
  changesOf(stored, draft).list.map(({ kind, before, after }) => [
    kind,
    (after ?? before)?.name,
    (after ?? before)?.line,
  ]);

describe('changesOf', () => {
  test('finds nothing where nothing is different, and counts every line as untouched', () => {
    expect(changesOf(STORED, STORED)).toEqual({ list: [], untouched: 6 });
  });

  test('tells what is added, changed and removed, by name and line', () => {
    expect(shown('# c\nA=9\nC="x\ny"\nD=4\n')).toEqual([
      ['changed', 'A', 2],
      ['removed', 'B', 3],
      ['added', 'D', 5],
    ]);
  });

  test('shows the values on both sides of a change', () => {
    const [change] = changesOf(STORED, STORED.replace('A=1', 'A="9"')).list;
    expect([change?.before?.value, change?.after?.value]).toEqual(['1', '9']);
  });

  test('takes a variable of several lines as one', () => {
    expect(shown('# c\nA=1\nB=2\nC="x\nz"\n')).toEqual([['changed', 'C', 4]]);
  });

  test('takes a comment for a line of its own', () => {
    expect(shown(STORED.replace('# c', '# d'))).toEqual([['changed', null, 1]]);
    expect(shown(`${STORED.replace('# c\n', '')}# d\n`).map(([kind]) => kind)).toEqual(['removed', 'added']);
  });

  test('tells a variable that only moved', () => {
    expect(shown('# c\nB=2\nA=1\nC="x\ny"\n').map(([kind]) => kind)).toEqual(['moved']);
  });

  test('sees that the last line feed is gone', () => {
    expect(shown(STORED.trimEnd())).toEqual([['removed', null, 6]]);
  });

  test.each([
    ['a line', 'A=1', 'A=1\nB=2\n', 'B'],
    ['a first line', '', 'B=2\n', 'B'],
    ['a line feed', 'A=1', 'A=1\n', null],
    ['an empty line', 'A=1', 'A=1\n\n', null],
  ])('takes %s at the end of a text without a last line feed for one change', (_, stored, draft, name) => {
    expect(changesOf(stored, draft).list.map(({ kind, after }) => [kind, after?.name])).toEqual([['added', name]]);
    expect(undone(draft, 0, stored)).toBe(stored);
  });

  test.each([
    ['a change', STORED.replace('A=1', 'A=9')],
    ['an addition in the middle', STORED.replace('B=2', 'D=4\nB=2')],
    ['an addition at the end', `${STORED}D=4\n`],
    ['a removal at the start', STORED.replace('# c\n', '')],
    ['a removal in the middle', STORED.replace('A=1\n', '')],
    ['the last line feed', STORED.trimEnd()],
  ])('undoes %s so that the draft is what is stored', (_, draft) => {
    expect(undone(draft, 0)).toBe(STORED);
  });

  test('comes back to what is stored when everything is undone, one after the other', () => {
    const piece = fc.constantFrom('A=1', 'A=2', 'B=1', 'B="x\ny"', '# c', '', 'C=3');
    const text = fc.array(piece, { minLength: 1, maxLength: 7 }).map((all) => all.join('\n'));
    const property = fc.property(text, text, (stored, start) => {
      let draft = start;
      for (let tries = 0; tries < 20 && changesOf(stored, draft).list.length > 0; tries++)
        draft = undone(draft, 0, stored);
      return draft === stored;
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('shows a rewrite of many thousand lines without working on it for ever', () => {
    const many = (sign: string) => Array.from({ length: 4000 }, (_, at) => `V${at}=${sign}`).join('\n');
    expect(changesOf(many('a'), many('b')).list).toHaveLength(4000);
  });
});

describe('piecesOf', () => {
  test('gives the text back when its pieces are put together', () => {
    const text = fc.array(fc.constantFrom('A=1', 'B="x\ny"', '"', '', '# c')).map((all) => all.join('\n'));
    fc.assert(
      fc.property(
        text,
        (one) =>
          piecesOf(one)
            .map((piece) => piece.text)
            .join('\n') === one,
      ),
    );
  });
});

function undone(draft: string, at: number, stored = STORED): string {
  const undo = changesOf(stored, draft).list[at]?.undo ?? [];
  return undo.toSorted((a, b) => b.from - a.from).reduce(applied, draft);
}

function applied(text: string, { from, to, insert }: Edit): string {
  return text.slice(0, from) + insert + text.slice(to);
}
