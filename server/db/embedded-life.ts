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
  const question = slot();
  const end = endOf(worker, question);
  const ready = Promise.withResolvers<void>();
  worker.on('message', (report: Report) => {
    if (report.kind === 'ready') ready.resolve();
    else if (report.kind === 'heard') heard(report.channel, report.payload);
    else if (report.kind === 'answer') question.resolve(report.answer);
    else if (report.broken) end.force(errorOf(report));
    else question.reject(errorOf(report));
  });
  await Promise.race([ready.promise, end.reached.then(refuse)]);

  const tell = (request: Request) => worker.postMessage(request);
  const late = (what: string) => () => end.force(new Error(`${what} took over ${limitMs / 1000} s.`));
  return {
    ended: end.reached,
    run: async (statement) => {
      if (end.isNear()) throw new DatabaseUnavailable('The embedded database was restarted.');
      const answer = question.open(setTimeout(late('a statement'), limitMs));
      tell(statement);
      return answer;
    },
    close: async () => {
      end.expect();
      const timer = setTimeout(late('its closing'), limitMs);
      tell(null);
      await end.reached;
      clearTimeout(timer);
    },
  };
}

type End = {
  /** Settles once the thread is gone: with why, or with null if it was expected. */
  reached: Promise<Error | null>;
  isNear(): boolean;
  expect(): void;
  force(why: Error): void;
};

function endOf(worker: Worker, question: Slot): End {
  const { promise: reached, resolve } = Promise.withResolvers<Error | null>();
  let isNear = false;
  let reason: Error | null = null;
  const force = (why: Error) => {
    reason ??= why;
    isNear = true;
    question.reject(new DatabaseUnavailable(`The embedded database stopped: ${why.message}`, { cause: why }));
    void worker.terminate();
  };
  worker.on('error', force);
  worker.on('exit', () => {
    if (!isNear) force(new Error('its thread ended.'));
    resolve(reason);
  });
  return {
    reached,
    isNear: () => isNear,
    expect: () => {
      isNear = true;
    },
    force,
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
