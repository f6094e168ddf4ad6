import { readdirSync } from 'node:fs';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Database } from './open.ts';
import { MIGRATIONS } from './orm-options.ts';
import type { Em } from './query.ts';

/** The tables are of a later version than this build. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
}

const LOCK = "select pg_advisory_xact_lock(hashtext('kagi migrations'))";

/**
 * Brings the tables up to date, or up to one migration: all of it, or nothing. Replicas that start together do it
 * one after the other.
 * @throws {NewerSchema} and leaves all as it is, if a later version was here before.
 */
export async function migrate(db: Database, last?: string): Promise<void> {
  await db.unhurried((orm) => (db.kind === 'embedded' ? up(orm, last) : locked(orm, last)));
}

/** The names of the migrations that this build has, in order. */
export function migrationsKnown(): string[] {
  return readdirSync(MIGRATIONS)
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}

/** The names of those that the database has seen, in order; none in one that is new. */
export async function migrationsDone(em: Em): Promise<string[]> {
  const [table] = await em.execute<{ made: boolean }[]>("select to_regclass('migrations') is not null as made");
  if (!table?.made) return [];
  return (await em.execute<{ name: string }[]>('select name from migrations order by id')).map(({ name }) => name);
}

/** The ORM's migrator takes no lock. This one lasts as long as the transaction, whatever becomes of the process. */
function locked(orm: MikroORM, last?: string): Promise<void> {
  return orm.em.fork().transactional(async (em) => {
    await em.execute(LOCK);
    await up(orm, last);
  });
}

/** The migrator's own transaction holds every pending migration. */
async function up({ migrator }: MikroORM, last?: string): Promise<void> {
  const known = new Set(migrationsKnown());
  const unknown = (await migrator.getExecuted()).filter(({ name }) => !known.has(name));
  if (unknown.length > 0) {
    const names = unknown.map(({ name }) => name).join(', ');
    throw new NewerSchema(`The database was used by a later version of Kagi (${names}). Start that version instead.`);
  }
  await migrator.up(last === undefined ? {} : { to: last });
}
