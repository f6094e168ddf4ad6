import { sql } from 'kysely';
import type { Config } from '#server/config.ts';
import { type Em, query } from '#server/db/query.ts';
import { forgetOldFailures } from './throttle.ts';

/** Deletes what has ended by itself: sessions, links, sign-ins under way, counts of failures. For a timer. */
export async function sweep(em: Em, { sessionIdleHours }: Config): Promise<void> {
  const idle = sql<Date>`now() - make_interval(hours => ${sql.lit(sessionIdleHours)}, mins => 5)`;
  const now = sql<Date>`now()`;
  await query(em)
    .deleteFrom('session')
    .where((eb) => eb.or([eb('expiresAt', '<=', now), eb('lastUsedAt', '<=', idle)]))
    .execute();
  await query(em).deleteFrom('link').where('expiresAt', '<=', now).execute();
  await query(em).deleteFrom('sign_in_flow').where('expiresAt', '<=', now).execute();
  await forgetOldFailures(em);
}
