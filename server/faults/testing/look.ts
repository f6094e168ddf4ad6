import { expect } from 'vitest';
import { type Ask, patiently } from './ask.ts';
import type { Owner, Served } from './home.ts';
import type { Known, Witness } from './writers.ts';

type Exported = { name: string; value: string };

/**
 * Holds what the vault has against what its programs were told: nothing acknowledged is lost, nothing is torn,
 * what was repeated under its key exists once, and all that was acknowledged is in the audit log, which is whole.
 */
export async function holdAgainst(witness: Witness, server: Served, owner: Owner): Promise<void> {
  const ask = patiently(server.as(owner.key));
  await demandValues(witness, ask);
  await repeatCreations(witness, ask);
  await demandValues(witness, ask);
  await demandRecorded(witness, ask);
  const verdict = await patiently(server.as(owner.session))('POST', '/api/audit/verify');
  expect(verdict.json).toMatchObject({ brokenAt: null });
}

/** Every entry reads as it was last acknowledged, or as the request says that was under way; what it does read counts from here on. */
async function demandValues({ entries }: Witness, ask: Ask): Promise<void> {
  const stored = await exportedBy(ask);
  for (const known of entries) {
    const found = stored.get(known.name) ?? null;
    const allowed = known.underWay === undefined ? [known.value] : [known.value, known.underWay];
    if (!allowed.includes(found)) expect({ ...known, found }).toBe('as it was acknowledged');
    known.value = found;
    // Who made it still has to be told its id.
    if (known.id !== null) delete known.underWay;
  }
  const names = new Set(entries.map(({ name }) => name));
  expect([...stored.keys()].filter((name) => !names.has(name))).toEqual([]);
}

/** Each entry's value by its name; of a group, the one that all of its fields must have. */
async function exportedBy(ask: Ask): Promise<Map<string, string>> {
  const answer = await ask('GET', '/api/export?format=json');
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  // The contract of the export.
  const all = JSON.parse(answer.text) as Exported[];
  const byName = Map.groupBy(all, ({ name }) => name);
  return new Map(
    [...byName].map(([name, variables]) => {
      const values = new Set(variables.map(({ value }) => value));
      return [name, [...values].join(' and ')];
    }),
  );
}

/** Who got no answer to a creation asks again, under the same key. */
async function repeatCreations({ entries }: Witness, ask: Ask): Promise<void> {
  for (const known of entries.filter(isUnanswered)) {
    const options = { body: known.body, headers: { 'idempotency-key': known.name } };
    const again = await ask('POST', '/api/entries', options);
    expect(again.status, again.text).toBe(201);
    const found = await ask('GET', `/api/entries?name=${known.name}`);
    expect(JSON.parse(found.text)).toEqual([expect.objectContaining({ id: again.json.id })]);
    known.id = String(again.json.id);
  }
}

const isUnanswered = ({ id, underWay }: Known) => id === null && underWay !== undefined;

async function demandRecorded(witness: Witness, ask: Ask): Promise<void> {
  const missing = new Map(witness.answered.map(({ requestId, action }) => [requestId, action]));
  let cursor = '';
  while (missing.size > 0) {
    const page = await ask('GET', `/api/audit?limit=1000${cursor}`);
    // The contract of the audit log.
    const events = JSON.parse(page.text) as { id: string; requestId: string; action: string }[];
    for (const { requestId, action } of events) if (missing.get(requestId) === action) missing.delete(requestId);
    if (events.length < 1000) break;
    cursor = `&cursor=${events.at(-1)?.id}`;
  }
  expect([...missing]).toEqual([]);
  witness.answered.length = 0;
}
