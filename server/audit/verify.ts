import { auditMac, type InstanceKey, sameText } from '#server/crypto/instance.ts';
import { type Em, query } from '#server/db/query.ts';
import type { AuditVerdict } from '#shared/audit.ts';
import { headFields } from './chain.ts';
import { eventHash, GENESIS } from './event.ts';

const SLICE = 1_000;

/** A head that was seen before: at that sequence the chain must still have that hash. */
export type Expected = { chainId: string; sequence: number; hash: string };

/**
 * Walks a chain from its first event and says where it first breaks: an edited, missing, reordered or
 * added event, an end that was cut off, or one that no longer fits what was expected.
 */
export async function verifyChain(
  em: Em,
  instance: InstanceKey,
  chainId: string,
  expected: readonly Expected[] = [],
): Promise<AuditVerdict> {
  const known = new Map(expected.map(({ sequence, hash }) => [sequence, hash]));
  let last = { sequence: 0, hash: GENESIS };
  for await (const event of eventsOf(em, chainId)) {
    const fits =
      event.sequence === last.sequence + 1 && event.previousHash === last.hash && eventHash(event) === event.hash;
    const isKnown = known.get(event.sequence) ?? event.hash;
    if (!fits || isKnown !== event.hash) return { events: last.sequence, head: last.hash, brokenAt: last.sequence + 1 };
    last = { sequence: event.sequence, hash: event.hash };
  }
  const endFits = (await headFits(em, instance, { chainId, ...last })) && Math.max(0, ...known.keys()) <= last.sequence;
  return {
    events: last.sequence,
    head: last.sequence === 0 ? null : last.hash,
    brokenAt: endFits ? null : last.sequence + 1,
  };
}

/** The ids of all chains there are. */
export async function chainIds(em: Em): Promise<string[]> {
  const heads = query(em).selectFrom('audit_head').select('chainId');
  const chains = query(em).selectFrom('audit_event').select('chainId');
  const rows = await heads.union(chains).execute();
  return rows.map(({ chainId }) => chainId).sort();
}

async function* eventsOf(em: Em, chainId: string) {
  // From below every sequence there can be, so that a forged event before the first one shows.
  let after = -(2 ** 31);
  for (;;) {
    const slice = await query(em)
      .selectFrom('audit_event')
      .selectAll()
      .where('chainId', '=', chainId)
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(SLICE)
      .execute();
    yield* slice;
    const last = slice[SLICE - 1];
    if (last === undefined) return;
    after = last.sequence;
  }
}

async function headFits(em: Em, instance: InstanceKey, last: Expected): Promise<boolean> {
  const head = await query(em)
    .selectFrom('audit_head')
    .selectAll()
    .where('chainId', '=', last.chainId)
    .executeTakeFirst();
  if (head === undefined) return last.sequence === 0;
  const isAtEnd = head.sequence === last.sequence && head.hash === last.hash;
  return isAtEnd && (last.sequence === 0 || sameText(head.mac, auditMac(instance, headFields(head))));
}
