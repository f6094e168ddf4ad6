import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** What becomes of a message to PostgreSQL: lost with its connection, done but its answer lost, or held for ever. */
export type Mishap = 'loses it' | 'loses its answer' | 'holds it';

/** A line to a PostgreSQL, on which happens what a test asks for. */
export type Line = {
  /** The database's address by way of this line. */
  url: string;
  /** Lets it happen to the first message that fits. @returns when it has happened. */
  mishap(what: Mishap, fits: (message: string) => boolean): Promise<void>;
  /** Takes back one that has not happened. */
  noMishap(): void;
  /** Passes nothing on any more, on no connection; what is said meanwhile arrives afterwards. */
  fallSilent(): void;
  speakAgain(): void;
  /** Passes each message on so much later. */
  slowDown(byMs: number): void;
  close(): void;
};

type Trap = { what: Mishap; fits: (message: string) => boolean; sprung: () => void };

export async function lineTo(url: string): Promise<Line> {
  const { hostname, port } = new URL(url);
  const ends = new Set<Socket>();
  let isSilent = false;
  let lateMs = 0;
  let trap: Trap | null = null;

  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    let losesAnswer = false;
    let sent = Promise.resolve();
    /** In their order, also where it grows slower or faster meanwhile. */
    const passOn = (bytes: Buffer) => {
      const byMs = lateMs;
      sent = sent.then(async () => {
        if (byMs > 0) await setTimeout(byMs);
        far.write(bytes);
      });
    };
    near.on('data', (bytes) => {
      const what = springs(bytes);
      if (what === 'loses it') return cut();
      losesAnswer ||= what === 'loses its answer';
      if (what !== 'holds it') passOn(bytes);
    });
    far.on('data', (bytes) => void (losesAnswer ? cut() : near.write(bytes)));
    for (const end of [near, far]) {
      ends.add(end);
      if (isSilent) end.pause();
      end.on('error', () => {});
      end.on('close', () => {
        ends.delete(end);
        cut();
      });
    }
  });

  function springs(bytes: Buffer): Mishap | null {
    if (trap === null || !trap.fits(bytes.toString('latin1'))) return null;
    const { what, sprung } = trap;
    trap = null;
    sprung();
    return what;
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = new URL(url);
  own.port = String(typeof address === 'object' ? address?.port : '');
  return {
    url: own.href,
    mishap: (what, fits) =>
      new Promise((sprung) => {
        trap = { what, fits, sprung };
      }),
    noMishap: () => {
      trap = null;
    },
    fallSilent: () => {
      isSilent = true;
      for (const end of ends) end.pause();
    },
    speakAgain: () => {
      isSilent = false;
      for (const end of ends) end.resume();
    },
    slowDown: (byMs) => {
      lateMs = byMs;
    },
    close: () => {
      server.close();
      for (const end of ends) end.destroy();
    },
  };
}

/** The end of a transaction that is to last, as the driver spells it. */
export const isCommit = (message: string) => /commit\0/i.test(message);
