import { sql } from 'kysely';
import { IntegrityError } from '#server/crypto/aead.ts';
import { newInstanceKey, openInstanceKey, type WrappedInstanceKey } from '#server/crypto/instance.ts';
import type { Keks } from '#server/crypto/keks.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { type Em, query } from '#server/db/query.ts';
import { ConfigError } from '#server/settings.ts';

/**
 * Opens the instance key with the ring, or makes the key of a new instance. Where there is no ring, `makeKeks`
 * makes one, but only for a database without data: for one with data a new ring would open nothing.
 * @throws {ConfigError} a sentence for the operator: data without the ring that opens them.
 */
export function openInstance(em: Em, keks: Keks | null, makeKeks: () => Promise<Keks> | Keks): Promise<Keyring> {
  return em.transactional(async (tx: Em) => {
    // Of two replicas that start at once, one makes the key and the other finds it.
    await sql`lock table instance_key in share row exclusive mode`.execute(query(tx));
    const stored = await select(tx);
    if (stored !== undefined) return opened(keks, stored);
    if (await holdsData(tx)) throw new ConfigError('The database holds data but no instance key: restore it whole.');
    const ring = keks ?? (await makeKeks());
    const made = newInstanceKey(ring);
    await query(tx)
      .insertInto('instance_key')
      .values({ ...made, createdAt: sql<Date>`now()` })
      .execute();
    return opened(ring, made);
  });
}

function opened(keks: Keks | null, stored: WrappedInstanceKey): Keyring {
  if (keks === null) {
    throw new ConfigError(
      `The database holds data under the key "${stored.kekId}", but there is no key ring. Restore keyring.json, or set KAGI_ENCRYPTION_KEY.`,
    );
  }
  try {
    return { keks, instance: openInstanceKey(keks, stored) };
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    throw new ConfigError(
      `The key ring (${keks.ids.join(', ')}) does not open the database, whose data are under the key "${stored.kekId}".`,
    );
  }
}

/** After a leaked KEK there are several; the newest is the one in use. */
function select(em: Em): Promise<WrappedInstanceKey | undefined> {
  return query(em)
    .selectFrom('instance_key')
    .select(['id', 'kekId', 'wrapped'])
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function holdsData(em: Em): Promise<boolean> {
  const user = query(em).selectFrom('user_account').select('id').limit(1);
  const event = query(em).selectFrom('audit_head').select('chainId').limit(1);
  return (await user.executeTakeFirst()) !== undefined || (await event.executeTakeFirst()) !== undefined;
}
