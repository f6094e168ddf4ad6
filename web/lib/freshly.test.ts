import { expect, test } from 'vitest';
import { createQuestion, freshly } from './freshly.ts';

const demand = {
  code: 'AUTH_FRESH_SIGN_IN_REQUIRED',
  status: 403,
  message: '',
  issues: [],
  requestId: null,
  at: new Date(),
};
const conflict = { ...demand, code: 'WRITE_CONFLICT', status: 409 };

/** Fails with each of these in turn, then answers with how often it was called. */
function callFailingWith(...failures: object[]) {
  let calls = 0;
  const call = async () => {
    const failure = failures[calls++];
    if (failure !== undefined) throw failure;
    return calls;
  };
  return { call, calls: () => calls };
}

function asker(answer: boolean) {
  let asked = 0;
  const ask = async () => {
    asked++;
    return answer;
  };
  return { ask, asked: () => asked };
}

test('a call that succeeds is run once, and nobody is asked', async () => {
  const { ask, asked } = asker(true);
  expect(await freshly(callFailingWith().call, ask)).toBe(1);
  expect(asked()).toBe(0);
});

test('a call that demands a fresh sign-in is run again after the proof', async () => {
  expect(await freshly(callFailingWith(demand).call, asker(true).ask)).toBe(2);
});

test('without a proof the call is not run again, and its demand is what the caller hears', async () => {
  const { call, calls } = callFailingWith(demand);
  await expect(freshly(call, asker(false).ask)).rejects.toBe(demand);
  expect(calls()).toBe(1);
});

test('any other failure asks for no proof', async () => {
  const { ask, asked } = asker(true);
  await expect(freshly(callFailingWith(conflict).call, ask)).rejects.toBe(conflict);
  expect(asked()).toBe(0);
});

test('a second demand after the proof is not asked about again, so that nothing can loop', async () => {
  const { ask, asked } = asker(true);
  await expect(freshly(callFailingWith(demand, demand).call, ask)).rejects.toBe(demand);
  expect(asked()).toBe(1);
});

test('who asks while the question is open waits for the same answer', async () => {
  const states: boolean[] = [];
  const question = createQuestion((isOpen) => states.push(isOpen));
  const both = Promise.all([question.ask(), question.ask()]);
  question.answer(true);
  expect(await both).toEqual([true, true]);
  expect(states).toEqual([true, false]);
});

test('an answered question can be asked anew', async () => {
  const question = createQuestion(() => undefined);
  const first = question.ask();
  question.answer(false);
  const second = question.ask();
  question.answer(true);
  expect([await first, await second]).toEqual([false, true]);
});
