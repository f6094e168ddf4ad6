import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';

/** A process of ours, as an operator sees it: what it prints, and how it ends. */
export type Running = {
  child: ChildProcess;
  /** All that was printed so far, on both streams. */
  printed(): string;
  /** Waits until something was printed. @throws {Error} with all that was, if the process ends before. */
  says(words: string | RegExp): Promise<string>;
  /** Waits for its end. */
  ended(): Promise<{ code: number | null; printed: string }>;
};

/** Runs a file of this repository with these settings and no others; `under` another program, if one is given. */
export function run(
  file: string,
  args: readonly string[],
  settings: NodeJS.ProcessEnv,
  under: readonly string[] = [],
): Running {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings };
  const [program = process.execPath, ...rest] = [...under, process.execPath, file, ...args];
  const child = spawn(program, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const news = new EventEmitter();
  let printed = '';
  let isOver = false;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      printed += String(text);
      news.emit('news');
    });
  const end = once(child, 'close').then(() => {
    isOver = true;
    news.emit('news');
  });
  return {
    child,
    printed: () => printed,
    says: async (words) => {
      while (!found(printed, words)) {
        // Also one that was killed, whose exit code is null.
        if (isOver) throw new Error(`It ended, and said:\n${printed}`);
        await once(news, 'news');
      }
      return printed;
    },
    ended: async () => {
      await end;
      return { code: child.exitCode, printed };
    },
  };
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

function found(printed: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? printed.includes(words) : words.test(printed);
}
