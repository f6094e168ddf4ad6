import { Worker } from 'node:worker_threads';
import type { Session } from './embedded-dialect.ts';
import type { Answer } from './embedded-engine.ts';
import type { Orders, Report, Request } from './embedded-worker.ts';
import { FolderError } from './folder-error.ts';
import { DatabaseUnavailable } from './unavailable.ts';

/** One life of the worker: from the opening of the folder to its end, asked for or not. */
export type Life = Session & {
  /** Settles once the thread is gone: with why, or with null if it was closed. */
  ended: Promise<Error | null>;
  close(): Promise<void>;
};

export type LifeOptions = Orders & {
  heard: (channel: string, payload: string) => void;
  /** PGlite has no statement_timeout: a statement over this limit ends the life. */
  limitMs: number;
};

/**
 * Opens the folder in a new thread.
 * @throws {FolderError} if it does not open.
 */
export async function startLife({ heard, limitMs, ...workerData }: LifeOptions): Promise<Life> {
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<Error | null>();
  const question = slot();
  let isOver = false;
  let reason: Error | null = null;

  function kill(why: Error): void {
    reason ??= why;
    isOver = true;
    question.reject(new DatabaseUnavailable(`The embedded database stopped: ${why.message}`, { cause: why }));
    void worker.terminate();
  }

  worker.on('message', (report: Report) => {
    if (report.kind === 'ready') ready.resolve();
    else if (report.kind === 'heard') heard(report.channel, report.payload);
    else if (report.kind === 'answer') question.resolve(report.answer);
    else if (report.broken) kill(errorOf(report));
    else question.reject(errorOf(report));
  });
  worker.on('error', kill);
  worker.on('exit', () => {
    if (!isOver) kill(new Error('its thread ended.'));
    ended.resolve(reason);
  });
  await Promise.race([ready.promise, ended.promise.then(refuse)]);

  const tell = (request: Request) => worker.postMessage(request);
  const late = (what: string) => () => kill(new Error(`${what} took over ${limitMs / 1000} s.`));
  return {
    ended: ended.promise,
    run: async (statement) => {
      if (isOver) throw new DatabaseUnavailable('The embedded database was restarted.');
      const answer = question.open(setTimeout(late('a statement'), limitMs));
      tell(statement);
      return answer;
    },
    close: async () => {
      isOver = true;
      const timer = setTimeout(late('its closing'), limitMs);
      tell(null);
      await ended.promise;
      clearTimeout(timer);
    },
  };
}

type Slot = {
  open(timer: NodeJS.Timeout): Promise<Answer>;
  resolve(answer: Answer): void;
  reject(error: Error): void;
};

/** The one statement that is under way, if one is. */
function slot(): Slot {
  let current: (PromiseWithResolvers<Answer> & { timer: NodeJS.Timeout }) | null = null;
  const take = () => {
    const taken = current;
    clearTimeout(taken?.timer);
    current = null;
    return taken;
  };
  return {
    open: (timer) => {
      current = { ...Promise.withResolvers<Answer>(), timer };
      return current.promise;
    },
    resolve: (answer) => take()?.resolve(answer),
    reject: (error) => take()?.reject(error),
  };
}

const errorOf = ({ message, fields }: Report & { kind: 'fault' }) => Object.assign(new Error(message), fields);

function refuse(reason: Error | null): never {
  throw new FolderError(`The embedded database does not open: ${reason?.message}`, { cause: reason });
}
