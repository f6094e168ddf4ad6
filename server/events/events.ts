import { EventEmitter, on } from 'node:events';
import type { Em } from '#server/db/query.ts';
import { type Change, change as changeSchema } from '#shared/changes.ts';

const CHANNEL = 'kagi_changes';

/** How replicas tell each other: PostgreSQL's LISTEN and NOTIFY, on either database. */
export type Wire = {
  notify(em: Em, channel: string, payload: string): Promise<void>;
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
};

/** What changed, to every replica and tab. Carries a noun and an id, never more. */
export type Events = {
  /** Tells of a change; in a transaction only once it has committed. */
  changed(em: Em, ownerId: string, change: Change): Promise<void>;
  /** The owner's changes from now on, until the signal. */
  of(ownerId: string, signal: AbortSignal): AsyncIterable<Change>;
  close(): Promise<void>;
};

/** Listens on the wire and hands each owner's changes to whoever asks for them. */
export async function openEvents(wire: Wire): Promise<Events> {
  const bus = new EventEmitter().setMaxListeners(0);
  const stop = await wire.listen(CHANNEL, (payload) => {
    const [ownerId, change] = read(payload);
    bus.emit(ownerId, change);
  });
  return {
    changed: (em, ownerId, { noun, id }) => wire.notify(em, CHANNEL, JSON.stringify([ownerId, noun, id])),
    of: (ownerId, signal) => changesOf(bus, ownerId, signal),
    close: stop,
  };
}

function read(payload: string): [ownerId: string, change: Change] {
  const [ownerId, noun, id] = JSON.parse(payload);
  return [String(ownerId), changeSchema.parse({ noun, id })];
}

async function* changesOf(bus: EventEmitter, ownerId: string, signal: AbortSignal): AsyncIterable<Change> {
  try {
    for await (const [change] of on(bus, ownerId, { signal })) yield change;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
