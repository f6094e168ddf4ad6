import { expect, test } from 'vitest';
import { emptyForm } from './entry-form.ts';
import { fillFromLines } from './entry-lines.ts';

const group = {
  id: 'c1',
  name: 'Cloudflare R2',
  keyType: 'group',
  envVarName: null,
  fieldDefinitions: ['R2_BUCKET', 'R2_ACCOUNT_ID'],
  icon: null,
} as const;
const defined = { ...group, fieldDefinitions: [...group.fieldDefinitions] };
const free = { ...group, fieldDefinitions: null };
const LINES = '# from the console\nR2_BUCKET="kite media"\nexport OTHER=1\nR2_BUCKET=kite\n';

test('fills the fields that the category names, the last of equal lines, and tells the others', () => {
  const { form, filled, left } = fillFromLines(emptyForm(defined, {}), defined.fieldDefinitions, false, LINES);
  expect(form.texts).toEqual({ R2_BUCKET: 'kite' });
  expect(form.extras).toEqual([]);
  expect([filled, left]).toEqual([1, ['OTHER']]);
});

test('keeps what was typed where no line says otherwise', () => {
  const before = { ...emptyForm(defined, {}), texts: { R2_ACCOUNT_ID: 'a', R2_BUCKET: 'b' } };
  const { form } = fillFromLines(before, defined.fieldDefinitions, false, 'R2_BUCKET=c');
  expect(form.texts).toEqual({ R2_ACCOUNT_ID: 'a', R2_BUCKET: 'c' });
});

test('makes a field of each line where the category names none, in place of the empty one', () => {
  const { form, left } = fillFromLines(emptyForm(free, {}), [], true, LINES);
  expect(form.extras.map(({ name, text }) => [name, text])).toEqual([
    ['R2_BUCKET', 'kite'],
    ['OTHER', '1'],
  ]);
  expect(left).toEqual([]);
});

test('a line for a field that was to be removed brings it back', () => {
  const before = { ...emptyForm(defined, {}), removed: ['R2_BUCKET'] };
  expect(fillFromLines(before, defined.fieldDefinitions, false, 'R2_BUCKET=c').form.removed).toEqual([]);
});
