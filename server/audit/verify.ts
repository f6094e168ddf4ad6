import { auditMac, type InstanceKey, sameText } from '#server/crypto/instance.ts';
import { type Em, query } from '#server/db/query.ts';
import type { AuditVerdict } from '#shared/audit.ts';
import { FORGED, headFields } from './chain.ts';
import { eventHash, GENESIS } from './event.ts';
import { baseFits } from './retention.ts';

const SLICE = 1_000;

/** A head that was seen before: at that sequence the chain must still have that hash. */
export type Expected = { chainId: string; sequence: number; hash: string };

/**
 * Walks a chain from its first event and says where it first breaks: an edited, missing, reordered or
 * added event, an end that was cut off, one that no longer fits what was expected, or the notice that the chain
 * had been forged before something was added to it.
 */
export async function verifyChain(
  em: Em,
  instance: InstanceKey,
  chainId: string,
  expected: readonly Expected[] = [],
): Promise<AuditVerdict> {
  const known = new Map(expected.map(({ sequence, hash }) => [sequence, hash]));
  let last: Walked = { chainId, sequence: 0, hash: GENESIS };
  for (;;) {
    const { end, isBroken } = await walk(em, instance, known, last);
    if (isBroken) return verdict(end, false);
    const head = await headOf(em, chainId);
    const mayHaveGrown = end.sequence > last.sequence && head !== undefined && head.sequence > end.sequence;
    last = end;
    // A vault in use appends while it is read: what came meanwhile is walked as well.
    if (mayHaveGrown) continue;
    return verdict(end, headFits(instance, head, end) && Math.max(0, ...known.keys()) <= end.sequence);
  }
}

/** The ids of all chains there are. */
export async function chainIds(em: Em): Promise<string[]> {
  const heads = query(em).selectFrom('audit_head').select('chainId');
  const chains = query(em).selectFrom('audit_event').select('chainId');
  const rows = await heads.union(chains).execute();
  return rows.map(({ chainId }) => chainId).sort();
}

type Walked = { chainId: string; sequence: number; hash: string };

function verdict({ sequence, hash }: Walked, isWhole: boolean): AuditVerdict {
  return { events: sequence, head: sequence === 0 ? null : hash, brokenAt: isWhole ? null : sequence + 1 };
}

/** Follows the chain from one event on, to its end or to the first event that does not fit. */
async function walk(em: Em, instance: InstanceKey, known: ReadonlyMap<number, string>, from: Walked) {
  let end = from;
  for await (const event of eventsOf(em, from)) {
    const isBase = end.sequence === 0 && baseFits(instance, event);
    const isNext =
      event.sequence === end.sequence + 1 && event.previousHash === end.hash && eventHash(event) === event.hash;
    const isKnown = (known.get(event.sequence) ?? event.hash) === event.hash;
    if (!(isBase || isNext) || !isKnown || event.action === FORGED) return { end, isBroken: true };
    end = { ...end, sequence: event.sequence, hash: event.hash };
  }
  return { end, isBroken: false };
}

async function* eventsOf(em: Em, { chainId, sequence }: Walked) {
  // From below every sequence there can be, so that a forged event before the first one shows.
  let after = sequence === 0 ? -(2 ** 31) : sequence;
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

function headOf(em: Em, chainId: string) {
  return query(em).selectFrom('audit_head').selectAll().where('chainId', '=', chainId).executeTakeFirst();
}

function headFits(instance: InstanceKey, head: (Walked & { mac: string }) | undefined, end: Walked): boolean {
  if (head === undefined) return end.sequence === 0;
  const isAtEnd = head.sequence === end.sequence && head.hash === end.hash;
  return isAtEnd && (end.sequence === 0 || sameText(head.mac, auditMac(instance, headFields(head))));
}
