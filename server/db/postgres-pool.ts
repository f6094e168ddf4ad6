import { MOMENT_TYPE, momentOf } from './moments.ts';

/** What is used here of node-postgres, which comes without types. */
export type Pool = {
  options: { types: { setTypeParser(type: number, read: (text: string) => unknown): void } };
  on(event: 'connect', prepare: (client: PoolClient) => void): unknown;
};

type PoolClient = {
  query(...question: unknown[]): unknown;
  /** Also cuts a connection that has an answer outstanding. */
  end(): Promise<void>;
};

/** Sets a pool up as the server needs it. */
export function preparePool(pool: Pool): void {
  // The ORM leaves moments as text, for its own hydration, which is not used here.
  pool.options.types.setTypeParser(MOMENT_TYPE, momentOf);
  pool.on('connect', endWhenStuck);
}

/**
 * A client whose server has vanished goes back into the pool as if it were good, and the next one asks it in vain.
 * The system's own limit for such a connection is a quarter of an hour.
 */
function endWhenStuck(client: PoolClient): void {
  const query = client.query.bind(client);
  client.query = (...question) => {
    const answer = query(...question);
    // A cursor is no promise.
    if (answer instanceof Promise) {
      answer.catch((error: Error) => {
        if (isStuck(error)) void client.end();
      });
    }
    return answer;
  };
}

const isStuck = (error: Error) => error.message === 'Query read timeout';
