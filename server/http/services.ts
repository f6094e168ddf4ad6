import type { Logger } from 'pino';
import type { AuditLog } from '#server/audit/log.ts';
import type { AuthState } from '#server/auth/state.ts';
import type { Config } from '#server/config.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import type { Database } from '#server/db/open.ts';
import type { Events } from '#server/events/events.ts';
import type { Pickers } from '#server/vault/vault.ts';

/** What a running server holds: made in main.ts, handed to whatever answers requests. */
export type Services = {
  config: Config;
  db: Database;
  /** Read anew for each request: the ring can change while the server runs. */
  keyring(): Keyring;
  audit: AuditLog;
  events: Events;
  pickers: Pickers;
  auth: AuthState;
  log: Logger;
};
