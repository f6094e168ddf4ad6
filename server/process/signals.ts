import { isatty } from 'node:tty';

/** What the process does when the system or the operator speaks to it. */
export type Deeds = {
  /** Ends what is under way, then everything. */
  stop(): Promise<void>;
  reload(): Promise<void>;
  onFault(error: unknown): void;
};

/** Longer than the 20 s that requests under way are given: what then still hangs will not end by itself. */
const DEADLINE_MS = 25_000;

/** npm hands its terminal's Ctrl-C on to a process that has had it already. */
const SAME_KEYSTROKE_MS = 500;

/** Stops at the first SIGTERM or SIGINT, ends at once at the second; reloads at SIGHUP, unless that means its terminal was closed. */
export function heedSignals({ stop, reload, onFault }: Deeds): void {
  let stoppingSince: number | null = null;
  const onStop = () => {
    if (stoppingSince === null) {
      stoppingSince = performance.now();
      stop().then(() => process.exit(0), endWith(onFault));
      setTimeout(() => process.exit(1), DEADLINE_MS).unref();
    } else if (performance.now() - stoppingSince > SAME_KEYSTROKE_MS) process.exit(1);
  };
  process.on('SIGTERM', onStop);
  process.on('SIGINT', onStop);
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  const isHungUp = () => terminals.some((fd) => !isatty(fd));
  process.on('SIGHUP', () => (isHungUp() ? onStop() : void reload().catch(onFault)));
}

function endWith(onFault: (error: unknown) => void) {
  return (error: unknown) => {
    onFault(error);
    process.exit(1);
  };
}
