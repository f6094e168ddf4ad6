import { MikroORM } from '@mikro-orm/postgresql';
import { switchboard } from './channels.ts';
import { givingBack } from './giving-back.ts';
import { postgresOptions } from './orm-options.ts';
import { type Client, postgresListener } from './postgres-listener.ts';
import { DatabaseUnavailable } from './unavailable.ts';

const UNLIMITED = {};

/** Opens a pool of connections to a PostgreSQL, and one more to listen. */
export async function openPostgres(url: string, timeLimits?: object) {
  const orm = await connect(url, timeLimits);
  let isClosed = false;
  const fork = () => {
    // The ORM would open a new pool, which nobody closes.
    if (isClosed) throw new DatabaseUnavailable('The database is closed.');
    return orm.em.fork();
  };
  await fork().execute('select 1');
  // node-postgres comes without types.
  const pool: { connect(): Promise<Client> } = await orm.driver.getConnection().getNativeClient();
  const board = switchboard();
  const listener = postgresListener({ connect: () => pool.connect(), heard: board.hear });
  return {
    ...board.channels(listener.listen),
    kind: 'postgres' as const,
    fork,
    unhurried: async <T>(work: (orm: MikroORM) => Promise<T>) => {
      const patient = await connect(url, UNLIMITED);
      try {
        return await work(patient);
      } finally {
        await patient.close();
      }
    },
    close: async () => {
      isClosed = true;
      await listener.stop();
      await orm.close();
    },
  };
}

/** The ORM builds its dialect at the first query. */
async function connect(url: string, timeLimits?: object): Promise<MikroORM> {
  const orm = await MikroORM.init(postgresOptions(url, timeLimits));
  const connection = orm.driver.getConnection();
  const create = connection.createKyselyDialect.bind(connection);
  connection.createKyselyDialect = (overrides) => givingBack(create(overrides));
  return orm;
}
