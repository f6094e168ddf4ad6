import { expect, it } from 'vitest';
import { failureOf, failureOfBody, issueAt } from './failure.ts';

const kagi = { error: 'Category not found', code: 'CATEGORY_NOT_FOUND' };

it('reads what the server said in tRPC’s envelope', () => {
  const error = Object.assign(new Error('x'), { data: { httpStatus: 404, kagi: { ...kagi, requestId: 'r1' } } });
  expect(failureOf(error)).toMatchObject({
    code: 'CATEGORY_NOT_FOUND',
    status: 404,
    message: kagi.error,
    requestId: 'r1',
  });
});

it.each([new TypeError('Failed to fetch'), null, 'x', { data: { kagi: { error: 1 } } }])(
  'without an answer says so (%s)',
  (error) => {
    expect(failureOf(error)).toMatchObject({ code: 'NO_ANSWER', status: null, issues: [] });
  },
);

it('passes on what is a failure already, and what REST answered', () => {
  const failure = failureOfBody(kagi, 404);
  expect(failureOf(failure)).toBe(failure);
  expect(failureOfBody({ message: 'x' }, 500)).toBeNull();
});

it('finds the sentence for a field and for what is in it, and for no other', () => {
  const issues = [
    { path: 'name', message: 'Must not be blank.' },
    { path: 'fieldDefinitions.1', message: 'Bad.' },
  ];
  const failure = failureOfBody({ ...kagi, issues }, 400);
  expect(['name', 'fieldDefinitions', 'field'].map((path) => issueAt(failure, path))).toEqual([
    'Must not be blank.',
    'Bad.',
    null,
  ]);
  expect(issueAt(null, 'name')).toBeNull();
});
