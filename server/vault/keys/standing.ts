import { sql } from 'kysely';
import type { Keyring } from '#server/crypto/keyring.ts';
import { type Em, query } from '#server/db/query.ts';
import { marksOf } from './marks.ts';

/** How a KEK stands: in the ring of this process, and by what it wraps. */
export type KekStanding = {
  id: string;
  /** `next` is to become primary; `gone` wraps something, but the ring lacks it. */
  role: 'primary' | 'next' | 'secondary' | 'gone';
  deks: number;
  wrapsInstanceKey: boolean;
};

/** How every KEK stands that is in the ring or wraps something, the ring's first. */
export async function standingOf(em: Em, keyring: Keyring): Promise<KekStanding[]> {
  const { primary, ids } = keyring.keks;
  const deks = await dekCounts(em);
  const instanceKeks = await instanceKekIds(em);
  const next = new Set((await marksOf(em, keyring, 'next')).map(({ subject }) => subject));
  const all = new Set([...ids, ...deks.keys(), ...instanceKeks]);
  const roleOf = (id: string): KekStanding['role'] => {
    if (id === primary) return 'primary';
    if (!ids.includes(id)) return 'gone';
    return next.has(id) ? 'next' : 'secondary';
  };
  return [...all].map((id) => {
    return { id, role: roleOf(id), deks: deks.get(id) ?? 0, wrapsInstanceKey: instanceKeks.has(id) };
  });
}

/** What is still to be rewrapped under the primary KEK. */
export function pendingOf(standing: readonly KekStanding[]): { deks: number; instanceKeys: number } {
  const others = standing.filter(({ role }) => role !== 'primary');
  return {
    deks: others.reduce((sum, { deks }) => sum + deks, 0),
    instanceKeys: others.filter(({ wrapsInstanceKey }) => wrapsInstanceKey).length,
  };
}

async function dekCounts(em: Em): Promise<Map<string, number>> {
  const rows = await query(em)
    .selectFrom('dek')
    .select(['kekId', sql<number>`count(*)::int`.as('count')])
    .groupBy('kekId')
    .orderBy('kekId')
    .execute();
  return new Map(rows.map(({ kekId, count }) => [kekId, count]));
}

async function instanceKekIds(em: Em): Promise<Set<string>> {
  const rows = await query(em).selectFrom('instance_key').select('kekId').execute();
  return new Set(rows.map(({ kekId }) => kekId));
}
