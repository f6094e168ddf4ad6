import type { Config } from '#server/config.ts';
import { type Database, openDatabase } from '#server/db/open.ts';

/** Opens the database for a command that works without a server: what goes wrong is told, and ends the command. */
export function openAlone({ databaseUrl: url, dataDir }: Config): Promise<Database> {
  return openDatabase({
    url,
    dataDir,
    warn: console.error,
    onFatal: ({ message }) => {
      console.error(message);
      process.exit(1);
    },
  });
}
