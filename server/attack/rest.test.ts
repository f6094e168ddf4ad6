import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Ask, asksOf } from './testing/asks.ts';
import { attack, type Report } from './testing/attack.ts';
import { underAttack } from './testing/under-attack.ts';

// Somebody who has read the document tries everything on a server that holds two people's vaults. The seed is
// printed: KAGI_TEST_SEED tries the same again. KAGI_TEST_LONG=1 tries ten times as much.

const ROUNDS = process.env.KAGI_TEST_LONG ? 40 : 4;
const ASKS = 5_000;

const { seed, target, contract, expectUnharmed } = underAttack(process.env.KAGI_TEST_SEED);

/** These cost more the more was asked before. */
const SELDOM = /^POST \/audit\/verify|^GET \/audit|^GET \/export/;
const weightOf = (name: string) => (SELDOM.test(name) ? 1 : 6);

function asks(round: number): Ask[] {
  const each = contract().operations.map((operation) => ({
    weight: weightOf(operation.name),
    arbitrary: asksOf(operation, contract()),
  }));
  return fc.sample(fc.oneof(...each), { seed: seed + round, numRuns: ASKS });
}

const served = new Set<string>();
const reports: Report[] = [];

test.each(Array.from({ length: ROUNDS }, (_, round) => round))(
  `every answer is one that the document lists, and gives nobody what is not his (round %i of ${ROUNDS}, of ${ASKS} requests)`,
  { timeout: 600_000 },
  async (round) => {
    const report = await attack(target(), contract(), asks(round));
    reports.push(report);
    for (const name of report.served) served.add(name);
    expect(report.wrong.slice(0, 20), `KAGI_TEST_SEED=${seed}`).toEqual([]);
  },
);

/** They ask for a code, an e-mail or a role that the attacker has not. */
const BEYOND = new Set([
  'DELETE /account/data',
  'POST /account/second-step',
  'DELETE /account/second-step',
  'POST /account/second-step/recovery-codes',
  'GET /invitations',
  'POST /invitations',
  'DELETE /invitations/{id}',
  'DELETE /sessions/{id}',
]);

test('it was no idle attack: every operation that can be served was, and rows of others were asked for', () => {
  const missed = contract()
    .operations.map(({ name }) => name)
    .filter((name) => !served.has(name) && !BEYOND.has(name));
  expect(missed).toEqual([]);
  const total = (of: (report: Report) => number) => reports.reduce((sum, report) => sum + of(report), 0);
  expect(total(({ foreignRefused }) => foreignRefused)).toBeGreaterThan(100);
  for (const status of [200, 201, 204, 400, 401, 403, 404, 405, 409, 413, 415])
    expect(
      total(({ statuses }) => statuses.get(status) ?? 0),
      `answers with ${status}`,
    ).toBeGreaterThan(0);
});

test(
  'the server lives, its log holds no secret, the audit log is whole, and the victim has what she had',
  expectUnharmed,
);
