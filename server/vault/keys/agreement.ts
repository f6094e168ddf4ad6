import { setTimeout } from 'node:timers/promises';
import { AdminError } from '#server/auth/admin.ts';
import type { KeysContext, Report } from './context.ts';

const ASK_AGAIN_MS = 100;
const CALL_AGAIN_MS = 2_000;

/**
 * Waits until every replica reports what is asked of it; one that is heard no more is waited for no longer.
 * @throws {AdminError} naming those that do not, and that `lack` it.
 */
export async function demandOfAll(context: KeysContext, isSo: (report: Report) => boolean, lack: string) {
  const behind = await behindAfterAll(context, isSo);
  if (behind.length === 0) return;
  const who = behind.map(({ name }) => `Server ${name} ${lack}.`).join(' ');
  const how =
    context.keys.ring.source === 'file'
      ? 'If it has a ring file of its own, copy keyring.json there.'
      : 'Set its KAGI_ENCRYPTION_KEYS as well, and restart it.';
  throw new AdminError(`${who} ${how} Then run this again.`);
}

/** Calls the replicas again and again until all report what is asked of them, and gives those that do not in time. */
export async function behindAfterAll({ em, keys }: KeysContext, isSo: (report: Report) => boolean): Promise<Report[]> {
  const until = performance.now() + keys.replicas.patienceMs;
  for (let calledAt = Number.NEGATIVE_INFINITY; ; ) {
    if (performance.now() - calledAt >= CALL_AGAIN_MS) {
      calledAt = performance.now();
      await keys.replicas.call(em);
    }
    const behind = (await keys.replicas.reports(em)).filter((report) => !isSo(report));
    if (behind.length === 0 || performance.now() > until) return behind;
    await setTimeout(ASK_AGAIN_MS);
  }
}
