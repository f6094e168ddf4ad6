import { newId } from '#server/crypto/ids.ts';
import { auditMac, type InstanceKey, sameText } from '#server/crypto/instance.ts';
import { type Em, query } from '#server/db/query.ts';
import type { Action } from '#shared/audit.ts';
import { type ChainedEvent, eventHash, GENESIS, type NewEvent } from './event.ts';

type Head = { chainId: string; sequence: number; hash: string };
type SignedHead = Head & { mac: string };

/** That a chain's head was found forged. A chain that holds it is broken from there on. */
export const FORGED: Action = 'account.audit-forged';

/**
 * Appends events to their chains, in order. The caller has opened a transaction; each chain's head is
 * locked until it ends, so that replicas cannot fork a chain. Where the head is none that this instance signed,
 * that is recorded first: to sign what follows would otherwise make good whatever was done to the chain.
 */
export async function append(em: Em, instance: InstanceKey, events: readonly NewEvent[]): Promise<void> {
  for (const [chainId, ofChain] of byChain(events)) {
    const head = await lockHead(em, chainId);
    const notice = isGenuine(instance, head) ? [] : ofChain.slice(0, 1).map(forgery);
    const rows = chained(head, [...notice, ...ofChain]);
    await query(em).insertInto('audit_event').values(rows).execute();
    const last = rows[rows.length - 1];
    if (last) await moveHead(em, instance, { chainId, sequence: last.sequence, hash: last.hash });
  }
}

/** Fields that a head's MAC covers. */
export function headFields(head: Head): readonly (string | number)[] {
  return ['head', head.chainId, head.sequence, head.hash];
}

/** Groups by chain, in one order for everybody: two batches that lock the same heads cannot deadlock. */
function byChain(events: readonly NewEvent[]): [string, NewEvent[]][] {
  const chains = Map.groupBy(events, (event) => event.chainId);
  return [...chains].sort(([a], [b]) => (a < b ? -1 : 1));
}

function isGenuine(instance: InstanceKey, head: SignedHead): boolean {
  if (head.sequence === 0 && head.hash === GENESIS) return true;
  return sameText(head.mac, auditMac(instance, headFields(head)));
}

function forgery({ chainId, at }: NewEvent): NewEvent {
  const caller = { kind: 'system', id: null, label: null } as const;
  const origin = { requestId: null, address: null, userAgent: null };
  const details = { count: null, ids: null, reason: 'INTEGRITY_FAILURE' };
  return { chainId, at, action: FORGED, outcome: 'failed', caller, object: null, origin, details };
}

async function lockHead(em: Em, chainId: string): Promise<SignedHead> {
  const found = await selectHead(em, chainId);
  if (found) return found;
  const first = { chainId, sequence: 0, hash: GENESIS, mac: '' };
  await query(em)
    .insertInto('audit_head')
    .values(first)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await selectHead(em, chainId)) ?? first;
}

function selectHead(em: Em, chainId: string): Promise<SignedHead | undefined> {
  return query(em)
    .selectFrom('audit_head')
    .select(['chainId', 'sequence', 'hash', 'mac'])
    .where('chainId', '=', chainId)
    .forUpdate()
    .executeTakeFirst();
}

function chained(
  head: Head,
  events: readonly NewEvent[],
): (ChainedEvent & Pick<Row, 'hash' | 'outcome' | 'callerKind'>)[] {
  let { sequence, hash } = head;
  return events.map((event) => {
    sequence += 1;
    const row = { ...rowOf(event), sequence, previousHash: hash };
    hash = eventHash(row);
    return { ...row, hash };
  });
}

type Row = { hash: string; outcome: NewEvent['outcome']; callerKind: NewEvent['caller']['kind'] };

function rowOf({ chainId, at, action, outcome, caller, object, origin, details }: NewEvent) {
  return {
    id: newId(),
    chainId,
    at,
    action,
    outcome,
    callerKind: caller.kind,
    callerId: caller.id,
    callerLabel: caller.label,
    objectKind: object?.kind ?? null,
    objectId: object?.id ?? null,
    ...origin,
    details,
  };
}

async function moveHead(em: Em, instance: InstanceKey, head: Head): Promise<void> {
  const mac = auditMac(instance, headFields(head));
  await query(em)
    .updateTable('audit_head')
    .set({ sequence: head.sequence, hash: head.hash, mac })
    .where('chainId', '=', head.chainId)
    .execute();
}
