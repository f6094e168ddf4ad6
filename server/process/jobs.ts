import { sql } from 'kysely';
import { checkpointer } from '#server/audit/checkpoint.ts';
import { forgetBefore } from '#server/audit/retention.ts';
import { databaseNow } from '#server/auth/context.ts';
import { authEvent, SYSTEM } from '#server/auth/events.ts';
import { sweep } from '#server/auth/sweep.ts';
import { query } from '#server/db/query.ts';
import type { Services } from '#server/http/services.ts';
import type { Job } from './schedule.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

type Needs = Pick<Services, 'config' | 'db' | 'keyring' | 'audit' | 'log'>;

/** What is done by the clock. Every replica does all of it: none of it minds being done twice. */
export function jobsOf(services: Needs): Job[] {
  const { auditKeepDays } = services.config;
  const jobs = [
    { name: 'checkpoint', everyMs: MINUTE_MS, run: checkpoints(services) },
    { name: 'sweep', everyMs: 10 * MINUTE_MS, run: () => sweepAll(services) },
  ];
  if (auditKeepDays === null) return jobs;
  return [...jobs, { name: 'forget', everyMs: 60 * MINUTE_MS, run: () => forget(services, auditKeepDays) }];
}

/** Logs how the audit chains stand: a log that is kept elsewhere is a witness against whoever owns the database. */
function checkpoints({ db, keyring, log }: Needs): () => Promise<void> {
  const next = checkpointer(() => keyring().instance);
  // Whatever else is left out of the log: a witness that is silent is none.
  const witness = log.level === 'silent' ? log : log.child({}, { level: 'info' });
  return async () => {
    const em = db.fork();
    for (const checkpoint of await next(em, await databaseNow(em))) witness.info({ checkpoint }, 'audit checkpoint');
  };
}

/** Deletes what has ended by itself, answers kept for repeated requests among it. */
async function sweepAll({ db, config }: Needs): Promise<void> {
  const em = db.fork();
  await sweep(em, config);
  await query(em).deleteFrom('idempotency').where('createdAt', '<', sql<Date>`now() - interval '24 hours'`).execute();
}

async function forget({ db, keyring, audit }: Needs, keepDays: number): Promise<void> {
  const em = db.fork();
  const now = await databaseNow(em);
  const count = await forgetBefore(em, keyring().instance, new Date(now.getTime() - keepDays * DAY_MS));
  if (count === 0) return;
  const origin = { requestId: null, address: null, userAgent: null };
  await audit.recordAhead(em, authEvent({ now, origin }, 'account.forget-audit', { caller: SYSTEM, count }));
}
