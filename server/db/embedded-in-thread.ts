import type { Switchboard } from './channels.ts';
import type { Embedded } from './embedded.ts';
import { embeddedDialect } from './embedded-dialect.ts';
import { openEngine } from './embedded-engine.ts';
import { turnstile } from './turnstile.ts';

export type InThreadOptions = { folder: string; waitMs: number; heard: Switchboard['hear'] };

/**
 * Opens a scratch database in this thread, without lock and flushes: quick to open, and gone when the process is.
 * For tests and for the ORM's command line.
 */
export async function openInThread({ folder, waitMs, heard }: InThreadOptions): Promise<Embedded> {
  const engine = await openEngine(folder, { durable: false });
  engine.onNotification(heard);
  const gate = turnstile(waitMs);
  return {
    dialect: embeddedDialect(async () => engine, gate),
    // It has one life only: what it was told it still knows.
    remember: () => {},
    close: async () => {
      await gate.close();
      await engine.close();
    },
  };
}
