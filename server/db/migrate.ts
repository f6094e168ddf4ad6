import { readdirSync } from 'node:fs';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Database } from './open.ts';
import { MIGRATIONS } from './orm-options.ts';

/** The tables are of a later version than this build. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
}

const LOCK = "select pg_advisory_xact_lock(hashtext('kagi migrations'))";

/**
 * Brings the tables up to date: all of it, or nothing. Replicas that start together do it one after the other.
 * @throws {NewerSchema} and leaves all as it is, if a later version was here before.
 */
export async function migrate(db: Database): Promise<void> {
  await db.unhurried((orm) => (db.kind === 'embedded' ? up(orm) : locked(orm)));
}

/** The ORM's migrator takes no lock. This one lasts as long as the transaction, whatever becomes of the process. */
function locked(orm: MikroORM): Promise<void> {
  return orm.em.fork().transactional(async (em) => {
    await em.execute(LOCK);
    await up(orm);
  });
}

/** The migrator's own transaction holds every pending migration. */
async function up({ migrator }: MikroORM): Promise<void> {
  const known = new Set(readdirSync(MIGRATIONS).map((file) => file.replace(/\.ts$/, '')));
  const unknown = (await migrator.getExecuted()).filter(({ name }) => !known.has(name));
  if (unknown.length > 0) {
    const names = unknown.map(({ name }) => name).join(', ');
    throw new NewerSchema(`The database was used by a later version of Kagi (${names}). Start that version instead.`);
  }
  await migrator.up();
}
