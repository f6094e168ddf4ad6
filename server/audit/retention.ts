import { auditMac, type InstanceKey, sameText } from '#server/crypto/instance.ts';
import { type Em, query } from '#server/db/query.ts';
import type { Action } from '#shared/audit.ts';
import type { ChainedEvent } from './event.ts';

/** What stands in place of a chain's forgotten beginning. */
const BASE: Action = 'account.forget-audit';

type Link = Pick<ChainedEvent, 'chainId' | 'sequence'> & { hash: string };

/**
 * Forgets all events before a moment. The last of each chain's old ones stays as a base: emptied of what it
 * told, but with its hash, on which the next event stands, and signed, so that nobody else can shorten a chain.
 * @returns how many events were forgotten.
 */
export async function forgetBefore(em: Em, instance: InstanceKey, before: Date): Promise<number> {
  const ends = await query(em)
    .selectFrom('audit_event')
    .select((eb) => ['chainId', eb.fn.max('sequence').as('sequence')])
    .where('at', '<', before)
    .groupBy('chainId')
    .execute();
  let forgotten = 0;
  for (const end of ends) forgotten += await em.transactional((tx: Em) => forgetUpTo(tx, instance, end));
  return forgotten;
}

/** Whether an event is a base that this instance made: the chain before it was forgotten, not cut off. */
export function baseFits(instance: InstanceKey, event: ChainedEvent & { hash: string }): boolean {
  return event.action === BASE && sameText(event.details?.reason ?? '', baseMac(instance, event));
}

async function forgetUpTo(em: Em, instance: InstanceKey, end: { chainId: string; sequence: number }): Promise<number> {
  const last = await query(em)
    .selectFrom('audit_event')
    .select(['id', 'chainId', 'sequence', 'hash', 'action'])
    .where('chainId', '=', end.chainId)
    .where('sequence', '=', end.sequence)
    .forUpdate()
    .executeTakeFirst();
  if (last === undefined || last.action === BASE) return 0;
  const before = await query(em)
    .deleteFrom('audit_event')
    .where('chainId', '=', last.chainId)
    .where('sequence', '<', last.sequence)
    .executeTakeFirst();
  await empty(em, last.id, baseMac(instance, last));
  return Number(before.numDeletedRows) + 1;
}

async function empty(em: Em, id: string, mac: string): Promise<void> {
  const nothing = { callerId: null, callerLabel: null, objectKind: null, objectId: null };
  const nowhere = { requestId: null, address: null, userAgent: null };
  await query(em)
    .updateTable('audit_event')
    .set({ action: BASE, outcome: 'ok', callerKind: 'system', ...nothing, ...nowhere })
    .set({ details: { count: null, ids: null, reason: mac } })
    .where('id', '=', id)
    .execute();
}

function baseMac(instance: InstanceKey, { chainId, sequence, hash }: Link): string {
  return auditMac(instance, ['base', chainId, sequence, hash]);
}
