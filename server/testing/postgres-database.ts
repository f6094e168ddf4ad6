import { randomBytes } from 'node:crypto';
import { MikroORM } from '@mikro-orm/postgresql';
import { migrate } from '#server/db/migrate.ts';
import { type Database, openDatabase } from '#server/db/open.ts';
import { schemaVersion } from './schema-version.ts';

/** A copy of a migrated database on that server. */
export async function freshPostgres(url: string): Promise<Database> {
  const template = `kagi_test_template_${schemaVersion()}`;
  const name = `kagi_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdmin(url, async (execute) => {
    await makeTemplate(url, template, execute);
    await execute(`create database ${name} template ${template}`);
  });
  const database = await openPostgres(url, name);
  return {
    ...database,
    close: async () => {
      await database.close();
      await asAdmin(url, (execute) => execute(`drop database ${name} with (force)`));
    },
  };
}

type Execute = (sql: string) => Promise<unknown[]>;

/** Made once for each version of the schema; whoever comes second waits for it. */
async function makeTemplate(url: string, template: string, execute: Execute): Promise<void> {
  await execute("select pg_advisory_lock(hashtext('kagi test template'))");
  const [made] = await execute(`select 1 from pg_database where datname = '${template}'`);
  if (made === undefined) {
    const unfinished = `${template}_unfinished`;
    await execute(`drop database if exists ${unfinished} with (force)`);
    await execute(`create database ${unfinished}`);
    const database = await openPostgres(url, unfinished);
    await migrate(database);
    await database.close();
    await execute(`alter database ${unfinished} rename to ${template}`);
  }
  await execute("select pg_advisory_unlock(hashtext('kagi test template'))");
}

function openPostgres(url: string, name: string): Promise<Database> {
  const own = new URL(url);
  own.pathname = `/${name}`;
  const onFatal = (error: Error) => {
    throw error;
  };
  return openDatabase({ url: own.href, dataDir: '', warn: console.warn, onFatal });
}

/** One connection to the server's own database, which holds its locks until the work is done. */
async function asAdmin(url: string, work: (execute: Execute) => Promise<unknown>): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    driverOptions: { max: 1 },
  });
  try {
    await work((sql) => orm.em.getConnection().execute(sql));
  } finally {
    await orm.close();
  }
}
