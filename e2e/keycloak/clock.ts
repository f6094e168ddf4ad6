import { globSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A clock that a server goes by, and that can be moved while it runs. */
export type Clock = {
  env: Record<string, string>;
  moveTo(secondsAhead: number): Promise<void>;
  remove(): Promise<void>;
};

const LIBRARY = ['/usr/lib/*/faketime/libfaketimeMT.so.1', '/usr/lib{,64}/faketime/libfaketimeMT.so.1'];

export const NO_CLOCK = 'No clock can be moved here: install libfaketime (of Debian, the package faketime).';

/** null where libfaketime is not installed. */
export async function newClock(): Promise<Clock | null> {
  const library = globSync(LIBRARY)[0];
  if (library === undefined) return null;
  const folder = await mkdtemp(join(tmpdir(), 'kagi-clock-'));
  const file = join(folder, 'offset');
  const moveTo = async (secondsAhead: number) => {
    // In one step: a file that is empty for a moment would be the time of the machine.
    await writeFile(`${file}.next`, `+${secondsAhead}`);
    await rename(`${file}.next`, file);
  };
  await moveTo(0);
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      // The file is read at each question, and timers go on as they are.
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    moveTo,
    remove: () => rm(folder, { recursive: true }),
  };
}
