import { INSTANCE_CHAIN } from '#server/audit/event.ts';
import { verifyChain } from '#server/audit/verify.ts';
import type { Caller, SessionCaller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import type { AuditEvent, AuditFilter, AuditVerdict } from '#shared/audit.ts';
import { VaultError } from '#shared/errors.ts';
import { fetchLabels, type Labels } from './audit-labels.ts';
import type { Vault } from './vault.ts';

/** What a list holds when nothing else is asked. */
const USUAL_LIMIT = 1_000;

/**
 * The events of the caller's own chain, or for the admin of the instance's, newest first.
 * @throws {VaultError} AUTH_SESSION_REQUIRED or AUTH_ADMIN_REQUIRED if the instance's chain is not for him.
 */
export async function list(vault: Vault, caller: Caller, filter: AuditFilter): Promise<AuditEvent[]> {
  const chainId = filter.chain === 'instance' ? instanceChain(caller) : caller.userId;
  const rows = await select(vault, chainId, filter);
  const labels = await fetchLabels(vault, caller, rows);
  return rows.map((row) => toWire(row, labels));
}

/** Walks the caller's chain and says where it first breaks. */
export function verify(vault: Vault, caller: SessionCaller): Promise<AuditVerdict> {
  return verifyChain(vault.em, vault.keyring.instance, caller.userId);
}

function instanceChain(caller: Caller): string {
  if (caller.kind !== 'session') throw new VaultError('AUTH_SESSION_REQUIRED');
  if (caller.role !== 'admin') throw new VaultError('AUTH_ADMIN_REQUIRED');
  return INSTANCE_CHAIN;
}

function select(vault: Vault, chainId: string, filter: AuditFilter) {
  const { action = '', since = '', until = '', cursor = '', limit = USUAL_LIMIT } = filter;
  return query(vault.em)
    .selectFrom('audit_event')
    .selectAll()
    .where('chainId', '=', chainId)
    .$if(filter.action !== undefined, (q) => q.where('action', '=', action))
    .$if(filter.since !== undefined, (q) => q.where('at', '>=', new Date(since)))
    .$if(filter.until !== undefined, (q) => q.where('at', '<=', new Date(until)))
    .$if(filter.cursor !== undefined, (q) =>
      q.where('sequence', '<', (eb) =>
        eb
          .selectFrom('audit_event as last')
          .select('last.sequence')
          .where('last.chainId', '=', chainId)
          .where('last.id', '=', cursor),
      ),
    )
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute();
}

type Row = Awaited<ReturnType<typeof select>>[number];

function toWire(row: Row, labels: Labels): AuditEvent {
  const { id, sequence, action, outcome, requestId, address, userAgent, details, previousHash, hash } = row;
  const { objectKind: kind, objectId } = row;
  return {
    ...{ id, sequence, action, outcome, requestId, address, userAgent, details, previousHash, hash },
    at: row.at.toISOString(),
    caller: { kind: row.callerKind, id: row.callerId, label: row.callerLabel },
    object: kind === null ? null : { kind, id: objectId, label: labels.of(kind, objectId) },
  };
}
