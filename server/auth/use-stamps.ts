import { sql } from 'kysely';
import { type Em, query } from '#server/db/query.ts';

const FLUSH_MS = 250;
const EVERY_SECONDS = 60;

/** How far behind a stored `lastUsedAt` may be. */
export const STAMP_LAG_MS = EVERY_SECONDS * 1000 + FLUSH_MS;

type StampedTable = 'access_key' | 'session';

/** When keys and sessions were last used: noted at once, written later and together. */
export type UseStamps = {
  /** Notes a use, unless one is stored that is less than a minute old. */
  touch(table: StampedTable, id: string, now: Date, lastUsedAt: Date | null): void;
  /** Writes what was noted. */
  flush(): Promise<void>;
  /** Writes what was noted, if it can, for the last time. */
  close(): Promise<void>;
};

/** Makes the stamps of a running server. `fork` gives the writes a connection of their own. */
export function stampUses(fork: () => Em, onFault: (error: unknown) => void): UseStamps {
  const noted = { access_key: new Map<string, Date>(), session: new Map<string, Date>() };
  let timer: NodeJS.Timeout | null = null;

  async function flushTable(table: StampedTable): Promise<void> {
    const stamps = [...noted[table]];
    noted[table].clear();
    if (stamps.length === 0) return;
    try {
      await write(fork(), table, stamps);
    } catch (error) {
      // A later use may have been noted meanwhile: it stays.
      noted[table] = new Map([...stamps, ...noted[table]]);
      throw error;
    }
  }

  async function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    await flushTable('access_key');
    await flushTable('session');
  }

  return {
    touch(table, id, now, lastUsedAt) {
      if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < EVERY_SECONDS * 1000) return;
      noted[table].set(id, now);
      timer ??= setTimeout(() => void flush().catch(onFault), FLUSH_MS).unref();
    },
    flush,
    close: () => flush().catch(onFault),
  };
}

/** Replicas note the same uses: only the first of a minute is written. */
async function write(em: Em, table: StampedTable, stamps: readonly [id: string, at: Date][]): Promise<void> {
  const rows = JSON.stringify(stamps.map(([id, at]) => ({ id, at })));
  const name = sql.table(table);
  await sql`
    update ${name} set last_used_at = stamp.at
    from jsonb_to_recordset(${rows}::jsonb) as stamp(id uuid, at timestamptz)
    where ${name}.id = stamp.id
    and coalesce(${name}.last_used_at, '-infinity') <= stamp.at - make_interval(secs => ${sql.lit(EVERY_SECONDS)})
  `.execute(query(em));
}
