import { EventEmitter } from 'node:events';
import { sql } from 'kysely';
import { type Em, query } from './query.ts';

type OnMessage = (payload: string) => void;

export type Channels = {
  /** Tells every replica, in a transaction only once it has committed. A payload has at most 8,000 bytes. */
  notify(em: Em, channel: string, payload: string): Promise<void>;
  /** Hears what any replica tells, until it is stopped. What is told while the connection is lost is not heard. */
  listen(channel: string, onMessage: OnMessage): Promise<() => Promise<void>>;
};

/** Where a connection that listens delivers to. */
export type Switchboard = {
  hear(channel: string, payload: string): void;
  /** `join` makes the connection run a LISTEN, now and whenever it is made anew. */
  channels(join: (statement: string) => Promise<void>): Channels;
};

export function switchboard(): Switchboard {
  const bus = new EventEmitter().setMaxListeners(0);
  return {
    hear: (channel, payload) => void bus.emit(channel, payload),
    channels: (join) => ({
      notify,
      listen: async (channel, onMessage) => {
        await join(listening(channel));
        bus.on(channel, onMessage);
        return async () => void bus.off(channel, onMessage);
      },
    }),
  };
}

async function notify(em: Em, channel: string, payload: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${payload})`.execute(query(em));
}

/** A channel's name as SQL takes it, case and all: `pg_notify` takes it as it stands. */
function listening(channel: string): string {
  return `listen "${channel.replaceAll('"', '""')}"`;
}
