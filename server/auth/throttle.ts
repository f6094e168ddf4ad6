import { sql } from 'kysely';
import { type InstanceKey, keyedHash } from '#server/crypto/instance.ts';
import { type Em, query } from '#server/db/query.ts';
import { networkOf } from './network.ts';

/** Whose failures are counted together, and from how many on he must wait. */
export type Subject = { hash: string; limit: number };

/** A try that is not made: how long to wait, and whether it is the first that this wait refuses. */
export type Refusal = { retryAfterSeconds: number; isFirst: boolean };

const WINDOW_SECONDS = 15 * 60;
const FIRST_DELAY_SECONDS = 30;
/** The longest delay, so that nobody is ever locked out for good. */
const MAX_DELAY_SECONDS = 15 * 60;
/** From here on doubling changes nothing, and would end beyond what a number holds. */
const MAX_DOUBLINGS = 10;

const ACCOUNT_FAILURES = 5;
const ADDRESS_FAILURES = 50;

/** The account that an e-mail names, whether it exists or not. */
export function accountSubject(instance: InstanceKey, email: string): Subject {
  return { hash: keyedHash(instance, 'throttle', `account:${email.toLowerCase()}`), limit: ACCOUNT_FAILURES };
}

/** The address that a try comes from. */
export function addressSubject(instance: InstanceKey, address: string): Subject {
  return { hash: keyedHash(instance, 'throttle', `address:${networkOf(address)}`), limit: ADDRESS_FAILURES };
}

/** A person who is signed in and gives his password again: strangers who guess at his account do not stop him. */
export function personSubject(instance: InstanceKey, userId: string): Subject {
  return { hash: keyedHash(instance, 'throttle', `person:${userId}`), limit: ACCOUNT_FAILURES };
}

/**
 * Counts a try as failed for all its subjects before it is made, so that parallel ones cannot slip through;
 * `forgive` or `giveBack` takes it off again. @returns null, or why it must not be made: then nothing is counted.
 */
export async function reserve(em: Em, subjects: readonly Subject[]): Promise<Refusal | null> {
  try {
    await em.transactional(async (tx: Em) => {
      for (const subject of subjects) if (!(await count(tx, subject))) throw new Blocked(subject);
    });
    return null;
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    return refusal(em, error.subject);
  }
}

/** Takes a try off again that was not wrong, or was not made. Its column would round now() up, into a wait of its own. */
export async function giveBack(em: Em, subjects: readonly Subject[]): Promise<void> {
  for (const { hash, limit } of subjects) {
    await sql`
      update throttle
      set failures = greatest(failures - 1, 0),
        blocked_until = case when failures > ${limit} then date_trunc('milliseconds', now()) end
      where subject_hash = ${hash}
    `.execute(query(em));
  }
}

/** Forgets all failures of a subject that proved himself. */
export async function forgive(em: Em, { hash }: Subject): Promise<void> {
  await query(em).deleteFrom('throttle').where('subjectHash', '=', hash).execute();
}

/** Forgets what is too long ago to count. */
export async function forgetOldFailures(em: Em): Promise<void> {
  await sql`delete from throttle where ${isOver('throttle')}`.execute(query(em));
}

class Blocked extends Error {
  readonly subject: Subject;

  constructor(subject: Subject) {
    super('The subject must wait.');
    this.subject = subject;
  }
}

/** @returns false if the subject must wait: then nothing is counted. */
async function count(em: Em, { hash, limit }: Subject): Promise<boolean> {
  const doublings = sql`least(t.failures + 1 - ${limit}::int, ${sql.lit(MAX_DOUBLINGS)})`;
  const delay = sql`least(${sql.lit(FIRST_DELAY_SECONDS)} * power(2, ${doublings}), ${sql.lit(MAX_DELAY_SECONDS)})`;
  const { rows } = await sql`
    insert into throttle as t (subject_hash, failures, since, blocked_until) values (${hash}, 1, now(), null)
    on conflict (subject_hash) do update set
      failures = case when ${isOver('t')} then 1 else t.failures + 1 end,
      since = case when ${isOver('t')} then now() else t.since end,
      blocked_until = case
        when ${isOver('t')} then null
        when t.failures + 1 >= ${limit} then now() + make_interval(secs => ${delay})
      end
    where coalesce(t.blocked_until, '-infinity') <= now()
    returning failures
  `.execute(query(em));
  return rows.length === 1;
}

/** Failures count for a quarter of an hour: from the first one on, or from the end of the last wait. */
function isOver(table: string) {
  const [until, since] = [sql.ref(`${table}.blocked_until`), sql.ref(`${table}.since`)];
  return sql`coalesce(${until}, ${since}) <= now() - make_interval(secs => ${sql.lit(WINDOW_SECONDS)})`;
}

/** During a wait, `since` says whether it has refused someone yet: then it is moved to the wait's end. */
async function refusal(em: Em, { hash }: Subject): Promise<Refusal> {
  const marked = await sql`
    update throttle set since = blocked_until where subject_hash = ${hash} and since < blocked_until and blocked_until > now()
    returning subject_hash
  `.execute(query(em));
  const { rows } = await sql<{ seconds: number }>`
    select ceil(extract(epoch from blocked_until - now()))::float8 as seconds from throttle where subject_hash = ${hash}
  `.execute(query(em));
  return { retryAfterSeconds: Math.max(1, rows[0]?.seconds ?? 1), isFirst: marked.rows.length === 1 };
}
