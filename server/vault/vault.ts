import { sql } from 'kysely';
import type { Picker } from '#server/ai/picker.ts';
import type { Origin } from '#server/audit/event.ts';
import type { AuditLog } from '#server/audit/log.ts';
import type { Caller } from '#server/auth/caller.ts';
import type { Config } from '#server/config.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import type { Em } from '#server/db/query.ts';
import type { Events } from '#server/events/events.ts';
import { VaultError } from '#shared/errors.ts';

/** What the rules work with, for one request. Within `write`, `em` is the transaction's. */
export type Vault = {
  em: Em;
  keyring: Keyring;
  /** The database's clock, read when the caller was authenticated. */
  now: Date;
  origin: Origin;
  config: Config;
  audit: AuditLog;
  events: Events;
  pickers: Pickers;
  /** The request's `If-Match`, or null. */
  ifMatch: string | null;
  /** Whether the request said `If-None-Match: *`: nothing that is there may be replaced. */
  mustBeNew: boolean;
  /** What makes a repeated request answer as the first one did, or null. */
  once: Once | null;
};

/** Who picks for an extraction: the offline matcher, and the model where one is configured. */
export type Pickers = { offline: Picker; model: Picker | null };

/** A request that was given an `Idempotency-Key`. */
export type Once = { route: string; key: string; body: unknown };

type OwnedTable =
  | 'access_key'
  | 'category'
  | 'dek'
  | 'entry'
  | 'env_file'
  | 'env_project'
  | 'link'
  | 'recovery_code'
  | 'second_step'
  | 'session'
  | 'two_factor';

/**
 * The ownership check: the condition that a row is the caller's, and lies within the projects and
 * environments that his access key is limited to. It stands in the same query as the fetch, so that
 * another's row is not found rather than forbidden.
 */
export function owned(caller: Caller, table: OwnedTable) {
  // Columns by their own names: a fragment does not know the entities.
  const isOwn = sql<boolean>`${sql.ref(`${table}.owner_id`)} = ${caller.userId}`;
  return sql<boolean>`(${sql.join([isOwn, ...limits(caller, table)], sql` and `)})`;
}

/**
 * Refuses a key that is limited to projects or environments where a place outside of them is named.
 * @throws {VaultError} AUTH_SCOPE_REQUIRED
 */
export function demandWithin(caller: Caller, name: string, environment: string | null): void {
  if (caller.kind === 'session') return;
  const { names, environments } = caller;
  const fits = (list: readonly string[] | null, item: string | null) =>
    list === null || (item !== null && list.includes(item));
  if (fits(names, name) && fits(environments, environment)) return;
  throw new VaultError('AUTH_SCOPE_REQUIRED', {
    message: 'This access key is limited to other projects or environments.',
  });
}

/**
 * Refuses a limited key what reaches past any limit: a category is shared by all projects.
 * @throws {VaultError} AUTH_SCOPE_REQUIRED
 */
export function demandUnlimited(caller: Caller): void {
  if (caller.kind === 'session' || (caller.names === null && caller.environments === null)) return;
  throw new VaultError('AUTH_SCOPE_REQUIRED', {
    message: 'This access key is limited to some projects or environments; this reaches beyond them.',
  });
}

function limits(caller: Caller, table: OwnedTable) {
  if (caller.kind === 'session') return [];
  const { names, environments } = caller;
  const among = (column: string, list: readonly string[] | null) =>
    list === null ? [] : [sql<boolean>`${sql.ref(`${table}.${column}`)} = any(${[...list]}::text[])`];
  if (table === 'entry') return [...among('name', names), ...among('environment', environments)];
  if (table === 'env_project') return among('name', names);
  // A file says its environment by its type: `env.production`.
  if (table === 'env_file') return among('file_type', environments?.map((environment) => `env.${environment}`) ?? null);
  return [];
}
