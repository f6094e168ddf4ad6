import type { Session } from './embedded-dialect.ts';
import type { Life } from './embedded-life.ts';
import { DatabaseUnavailable } from './unavailable.ts';

/** Keeps one life after another going. */
export type Keeper = {
  /** The present life, also while it is being started. */
  session(): Promise<Session>;
  close(): Promise<void>;
};

export type Alarms = {
  warn: (message: string) => void;
  /** Nothing can be saved any more: the process should say so and end. */
  onFatal: (error: Error) => void;
};

/**
 * Starts a life, and a new one whenever it ends unasked: PostgreSQL recovers as after `kill -9`, and what had been
 * acknowledged is there.
 * @throws {FolderError} if the first does not start.
 */
export async function keepAlive(start: () => Promise<Life>, { warn, onFatal }: Alarms): Promise<Keeper> {
  let isClosing = false;
  let life = begin();

  async function begin(): Promise<Life> {
    const started = await start();
    void started.ended.then(replace);
    return started;
  }

  function replace(reason: Error | null): void {
    if (isClosing || reason === null) return;
    if (isDiskFull(reason)) {
      onFatal(diskFull(reason));
      return;
    }
    warn(`The embedded database is started anew: ${reason.message}`);
    life = begin();
    life.catch(onFatal);
  }

  await life;
  return {
    session: async () => {
      try {
        return await life;
      } catch (cause) {
        throw new DatabaseUnavailable('The embedded database is down.', { cause });
      }
    },
    close: async () => {
      isClosing = true;
      await (await life.catch(() => null))?.close();
    },
  };
}

const isDiskFull = (reason: Error) =>
  ('code' in reason && reason.code === '53100') || /ENOSPC|No space left on device/.test(reason.message);

function diskFull(cause: Error): Error {
  return new Error(
    'The disk with the data folder is full, so that nothing more can be saved. What was saved is safe: make room, and ' +
      `start again. (${cause.message})`,
    { cause },
  );
}
