import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appRouter } from '#server/api/router.ts';
import { sentOf } from './testing/attack.ts';
import { eachOf, patiently } from './testing/sender.ts';
import { callsOf, proceduresOf } from './testing/trpc.ts';
import { callComplaints } from './testing/trpc-verdict.ts';
import { underAttack } from './testing/under-attack.ts';

// The same attack on tRPC's own wire: KAGI_TEST_SEED and KAGI_TEST_LONG as for the other.

const CALLS = process.env.KAGI_TEST_LONG ? 40_000 : 4_000;
const AT_ONCE = 16;

const { seed, target, contract, expectUnharmed } = underAttack(process.env.KAGI_TEST_SEED);
const procedures = proceduresOf(appRouter);

test(`whatever is called, ${CALLS} times: no fault, and nobody gets what is not his`, {
  timeout: 1_200_000,
}, async () => {
  const on = target();
  const wrong: string[] = [];
  const served = new Set<string>();
  await eachOf(fc.sample(callsOf(procedures), { seed, numRuns: CALLS }), AT_ONCE, async (call) => {
    const sent = sentOf({ ...call, path: `/trpc/${call.path}` }, on.bob, on.ada.ids);
    const answer = await patiently(on.sender, sent);
    for (const complaint of callComplaints(contract(), { call, asker: on.bob, other: on.ada, sent, answer }))
      wrong.push(
        [complaint, sent.method, sent.target, sent.body, call.who, answer.status, answer.body].map(said).join(' · '),
      );
    if (answer.status === 200 && call.procedures.length === 1) served.add(call.procedures[0]?.name ?? '');
  });
  expect(wrong.slice(0, 20), `KAGI_TEST_SEED=${seed}`).toEqual([]);
  // The examples alone do not get through everywhere, but it must not be an idle attack.
  expect(served.size).toBeGreaterThan(procedures.length / 2);
});

const said = (part: unknown) => (part instanceof Buffer ? part.toString() : (JSON.stringify(part) ?? '')).slice(0, 400);

test(
  'the server lives, its log holds no secret, the audit log is whole, and the victim has what she had',
  expectUnharmed,
);
