import { MikroORM } from '@mikro-orm/postgresql';
import { type Switchboard, switchboard } from './channels.ts';
import { type Embedded, type EmbeddedOptions, openEmbedded } from './embedded.ts';
import { startUpkeep } from './embedded-upkeep.ts';
import { embeddedOptions } from './orm-options.ts';

const LIMITS = { waitMs: 10_000, statementMs: 60_000 };

type Options = Pick<EmbeddedOptions, 'dataDir' | 'warn' | 'onFatal'> & { limits?: EmbeddedOptions['limits'] };

/** Opens the embedded database and sees to its upkeep. */
export async function openEmbeddedDatabase({ limits = LIMITS, ...options }: Options) {
  const board = switchboard();
  const embedded = await openEmbedded({ ...options, limits, heard: board.hear });
  const database = await embeddedDatabase(embedded, board);
  const upkeep = startUpkeep(database.fork, options.warn);
  return {
    ...database,
    close: async () => {
      upkeep.stop();
      await database.close();
    },
  };
}

/** The ORM on an embedded database that is open. */
export async function embeddedDatabase({ dialect, remember, close }: Embedded, board: Switchboard) {
  const orm = await MikroORM.init(embeddedOptions(dialect));
  const fork = () => orm.em.fork();
  return {
    ...board.channels(async (statement) => {
      remember(statement);
      await fork().execute(statement);
    }),
    kind: 'embedded' as const,
    fork,
    // There is no second connection, and no migration comes near the limits of this one.
    unhurried: <T>(work: (orm: MikroORM) => Promise<T>) => work(orm),
    close: async () => {
      await close();
      await orm.close();
    },
  };
}
