/** What is used of a client of node-postgres. */
export type Client = {
  query(sql: string): Promise<unknown>;
  on(event: 'notification', heard: (message: { channel: string; payload?: string }) => void): unknown;
  on(event: 'error' | 'end', lost: () => void): unknown;
  /** Gives it back to the pool, or destroys it. */
  release(destroy: boolean): void;
};

export type ListenerOptions = {
  connect: () => Promise<Client>;
  heard: (channel: string, payload: string) => void;
};

export type Listener = { listen(channel: string): Promise<void>; stop(): void };

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;
const PULSE_MS = 30_000;

/**
 * Keeps one connection for LISTEN, and gets another whenever it is lost. What is said in between is not heard:
 * PostgreSQL keeps nothing for those who are away.
 */
export function postgresListener({ connect, heard }: ListenerOptions): Listener {
  const channels = new Set<string>();
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function open(): Promise<Client> {
    const opened = await connect();
    opened.on('notification', ({ channel, payload = '' }) => heard(channel, payload));
    for (const event of ['error', 'end'] as const) opened.on(event, () => lose(opened));
    for (const channel of channels) await opened.query(`listen "${channel}"`);
    client = opened;
    timer = setInterval(() => void opened.query('select 1').catch(() => lose(opened)), PULSE_MS).unref();
    return opened;
  }

  function lose(lost: Client): void {
    if (client !== lost) return;
    letGo();
    if (!isStopped) reopen(FIRST_RETRY_MS);
  }

  function reopen(afterMs: number): void {
    const retry = () => open().catch(() => reopen(Math.min(afterMs * 2, LAST_RETRY_MS)));
    timer = setTimeout(retry, afterMs).unref();
  }

  function letGo(): void {
    clearTimeout(timer);
    client?.release(true);
    client = null;
  }

  return {
    listen: async (channel) => {
      channels.add(channel);
      await (client === null ? open() : client.query(`listen "${channel}"`));
    },
    stop: () => {
      isStopped = true;
      letGo();
    },
  };
}
