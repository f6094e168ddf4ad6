import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, MikroORM, type Options } from '@mikro-orm/postgresql';
import { openInThread } from '#server/db/embedded-in-thread.ts';
import { embeddedOptions, postgresOptions } from '#server/db/orm-options.ts';

/**
 * For the ORM's command line, `npx mikro-orm migration:create` above all. Which entities and migrations there are
 * stands in `postgresOptions`, for the server as well.
 */
export default async () => {
  const url = process.env.DATABASE_URL;
  return defineConfig(url ? postgresOptions(url) : await scratchOptions());
};

/** Without a PostgreSQL: a database that holds what the migrations make, so that what the entities add can be seen. */
async function scratchOptions(): Promise<Options> {
  const folder = mkdtempSync(join(tmpdir(), 'kagi-scratch-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { dialect } = await openInThread({ folder, waitMs: 10_000, heard: () => {} });
  const options = embeddedOptions(dialect);
  const { migrator } = await MikroORM.init(options);
  await migrator.up();
  return options;
}
