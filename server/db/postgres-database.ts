import { MikroORM } from '@mikro-orm/postgresql';
import { switchboard } from './channels.ts';
import { postgresOptions } from './orm-options.ts';
import { type Client, postgresListener } from './postgres-listener.ts';

/** Opens a pool of connections to a PostgreSQL, and one more to listen. */
export async function openPostgres(url: string) {
  const orm = await MikroORM.init(postgresOptions(url, 'limited'));
  const fork = () => orm.em.fork();
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
      const patient = await MikroORM.init(postgresOptions(url, 'unlimited'));
      try {
        return await work(patient);
      } finally {
        await patient.close();
      }
    },
    close: async () => {
      listener.stop();
      await orm.close();
    },
  };
}
