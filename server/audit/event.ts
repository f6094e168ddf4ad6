import type { z } from 'zod';
import { hashOf } from '#server/crypto/instance.ts';
import type { Action, callerKind, outcome } from '#shared/audit.ts';

/** The chain of events that belong to no owner: setup, rotation, an unknown e-mail. */
export const INSTANCE_CHAIN = '00000000-0000-0000-0000-000000000000';

/** What stands before the first event of a chain. */
export const GENESIS = '0'.repeat(64);

/** From where a request came. */
export type Origin = { requestId: string | null; address: string | null; userAgent: string | null };

export type EventCaller = { kind: z.infer<typeof callerKind>; id: string | null; label: string | null };
export type EventObject = { kind: string; id: string | null };
export type EventDetails = { count: number | null; ids: string[] | null; reason: string | null };

/** An event before it has its place in a chain. Allow-listed fields only: no names that are not needed, no values. */
export type NewEvent = {
  chainId: string;
  at: Date;
  action: Action;
  outcome: z.infer<typeof outcome>;
  caller: EventCaller;
  object: EventObject | null;
  origin: Origin;
  details: EventDetails | null;
};

/** An event as the canonical form sees it: flat, as its row. */
export type ChainedEvent = {
  id: string;
  chainId: string;
  sequence: number;
  at: Date;
  action: string;
  outcome: string;
  callerKind: string;
  callerId: string | null;
  callerLabel: string | null;
  objectKind: string | null;
  objectId: string | null;
  requestId: string | null;
  address: string | null;
  userAgent: string | null;
  details: EventDetails | null;
  previousHash: string;
};

/** Hash of an event: SHA-256 over its framed fields in this order. SECURITY.md publishes the form. */
export function eventHash(event: ChainedEvent): string {
  const { details } = event;
  const ids = details?.ids ?? null;
  return hashOf([
    'kagi-audit-1',
    event.previousHash,
    event.chainId,
    event.sequence,
    event.id,
    event.at.toISOString(),
    event.action,
    event.outcome,
    event.callerKind,
    event.callerId,
    event.callerLabel,
    event.objectKind,
    event.objectId,
    event.requestId,
    event.address,
    event.userAgent,
    details === null ? 0 : 1,
    details?.count ?? null,
    details?.reason ?? null,
    ids?.length ?? null,
    ...(ids ?? []),
  ]);
}
