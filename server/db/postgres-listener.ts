/** What is used here of a client of node-postgres, which comes without types. */
export type Client = {
  query(sql: string): Promise<unknown>;
  on(event: 'notification', heard: (message: { channel: string; payload?: string }) => void): unknown;
  on(event: 'error' | 'end', lost: () => void): unknown;
  /** Gives it back to its pool, or destroys it. */
  release(destroy: boolean): void;
};

export type ListenerOptions = {
  connect: () => Promise<Client>;
  heard: (channel: string, payload: string) => void;
};

export type Listener = {
  /** Runs a LISTEN, now and on every later connection. */
  listen(statement: string): Promise<void>;
  stop(): Promise<void>;
};

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;
const PULSE_MS = 30_000;

/** Keeps one connection for LISTEN, and gets another whenever it is lost. What is said in between is not heard. */
export function postgresListener(options: ListenerOptions): Listener {
  const statements = new Set<string>();
  let current: Promise<Line> | null = null;
  let retry: NodeJS.Timeout | undefined;

  function connected(): Promise<Line> {
    if (current !== null) return current;
    const attempt = open(options, statements, lost);
    current = attempt;
    attempt.catch(() => {
      if (current === attempt) current = null;
    });
    return attempt;
  }

  function lost(): void {
    current = null;
    reopen(FIRST_RETRY_MS);
  }

  function reopen(afterMs: number): void {
    clearTimeout(retry);
    const again = () => connected().catch(() => reopen(Math.min(afterMs * 2, LAST_RETRY_MS)));
    retry = setTimeout(again, afterMs).unref();
  }

  return {
    listen: async (statement) => {
      statements.add(statement);
      const { client } = await connected();
      await client.query(statement);
    },
    stop: async () => {
      clearTimeout(retry);
      (await current?.catch(() => null))?.hangUp();
    },
  };
}

/** A connection that listens, until it is lost or hung up. */
type Line = { client: Client; hangUp(): void };

async function open(
  { connect, heard }: ListenerOptions,
  statements: Iterable<string>,
  onLost: () => void,
): Promise<Line> {
  const line = lineOf(await connect(), onLost);
  line.client.on('notification', ({ channel, payload = '' }) => heard(channel, payload));
  try {
    for (const statement of statements) await line.client.query(statement);
  } catch (error) {
    line.hangUp();
    throw error;
  }
  return line;
}

/** A server that vanishes without a word is noticed by asking it now and then. */
function lineOf(client: Client, onLost: () => void): Line {
  let isOpen = true;
  const hangUp = () => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(pulse);
    client.release(true);
  };
  const lose = () => {
    if (!isOpen) return;
    hangUp();
    onLost();
  };
  const pulse = setInterval(() => void client.query('select 1').catch(lose), PULSE_MS).unref();
  client.on('error', lose);
  client.on('end', lose);
  return { client, hangUp };
}
