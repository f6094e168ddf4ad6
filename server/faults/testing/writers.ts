import { newId } from '#server/crypto/ids.ts';
import type { Answer, Ask, Question } from './ask.ts';

/** An entry as its writer knows it. `null` is an entry that is not there. */
export type Known = {
  /** Also the `Idempotency-Key` under which it was made. */
  name: string;
  id: string | null;
  body: unknown;
  /** As it was last acknowledged. */
  value: string | null;
  /** What was asked for and not yet answered. */
  underWay?: string | null;
};

/** What a program was answered, as it would swear to it afterwards. */
export type Witness = {
  entries: Known[];
  /** Acknowledged requests since the last look into the audit log, each with what it did. */
  answered: { requestId: string; action: string }[];
  categories: { simple: string; group: string };
};

const FIELDS = ['HOST', 'USER', 'PASSWORD'];
const LENGTHS = [1, 1, 1, 40, 2_000];

/** Makes the two categories that the writers write in. */
export async function newWitness(ask: Ask): Promise<Witness> {
  const make = async (body: object) => String((await ask('POST', '/api/categories', { body })).json.id);
  const simple = await make({ name: 'Simple', keyType: 'simple', envVarName: 'TOKEN' });
  const group = await make({ name: 'Group', keyType: 'group', fieldDefinitions: FIELDS });
  return { entries: [], answered: [], categories: { simple, group } };
}

/**
 * Creates, updates, reveals and deletes, one request after the other, until the server is gone. What is answered
 * with 503 may have been done or not, as if there had been no answer.
 * @throws {Error} at any other answer.
 */
export async function writeOn(ask: Ask, witness: Witness, acknowledged: () => void): Promise<void> {
  const tell = async (action: string, method: string, path: string, question?: Question): Promise<Answer | null> => {
    const answer = await ask(method, path, question);
    if (answer.status === 503 && answer.headers['retry-after'] !== undefined) return null;
    if (answer.status >= 300) throw new Refused(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
    witness.answered.push({ requestId: String(answer.headers['x-request-id']), action });
    acknowledged();
    return answer;
  };
  try {
    for (;;) await liveOnce(tell, witness);
  } catch (error) {
    if (error instanceof Refused) throw error;
  }
}

class Refused extends Error {}

type Tell = (action: string, method: string, path: string, question?: Question) => Promise<Answer | null>;

/** One entry from its creation to, now and then, its end; left as it is where an answer is missing. */
async function liveOnce(tell: Tell, witness: Witness): Promise<void> {
  const name = newId();
  const known: Known = { name, id: null, body: null, value: null };
  const isGroup = Math.random() < 0.5;
  const asSent = (value: string) => (isGroup ? Object.fromEntries(FIELDS.map((field) => [field, value])) : value);
  witness.entries.push(known);

  known.underWay = newValue();
  const categoryId = isGroup ? witness.categories.group : witness.categories.simple;
  known.body = { categoryId, name, value: asSent(known.underWay) };
  const options = { body: known.body, headers: { 'idempotency-key': name } };
  const made = await tell('entry.create', 'POST', '/api/entries', options);
  if (made === null) return;
  known.id = String(made.json.id);
  settle(known);

  const path = `/api/entries/${known.id}`;
  for (let times = Math.floor(Math.random() * 3); times > 0; times--) {
    known.underWay = newValue();
    if ((await tell('entry.update', 'PUT', path, { body: { value: asSent(known.underWay) } })) === null) return;
    settle(known);
  }
  const revealed = await tell('entry.reveal', 'POST', `${path}/reveal`);
  if (revealed !== null && JSON.stringify(revealed.json.value) !== JSON.stringify(asSent(known.value ?? '')))
    throw new Refused(`The entry ${name} reveals something else than was stored.`);
  if (Math.random() < 0.5) return;
  known.underWay = null;
  if ((await tell('entry.delete', 'DELETE', path)) !== null) settle(known);
}

function settle(known: Known): void {
  known.value = known.underWay ?? null;
  delete known.underWay;
}

function newValue(): string {
  return newId().repeat(LENGTHS[Math.floor(Math.random() * LENGTHS.length)] ?? 1);
}
