import type { Logger } from 'pino';
import { modelPicker } from '#server/ai/model.ts';
import { offlinePicker } from '#server/ai/offline.ts';
import { auditLog } from '#server/audit/log.ts';
import { keycloakClient } from '#server/auth/keycloak.ts';
import { authState } from '#server/auth/state.ts';
import { type Config, readConfig } from '#server/config.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open.ts';
import { openEvents } from '#server/events/events.ts';
import type { AdminContext } from '#server/http/admin-commands.ts';
import type { Services } from '#server/http/services.ts';
import { openKeyring } from '#server/keyring/keyring.ts';
import { keysDoor } from '#server/keyring/keys-door.ts';
import type { Pickers } from '#server/vault/vault.ts';
import { onlyReplica, replicasOf, reportRing } from './replicas.ts';

/** A vault that is open, before anything answers for it. */
export type Assembled = {
  services: Services;
  /** For work at the operator's word or the clock's, on a connection of its own. */
  contextOfSystem(): AdminContext;
  /** Reads the ring of keys anew. */
  rereadKeyring(): Promise<void>;
  /** Writes what is still to be written, and closes the database. */
  close(): Promise<void>;
};

/** @throws {Error} a sentence for the operator, if settings, keys or database do not allow it. */
export async function assemble(config: Config, log: Logger, onFatal: (error: Error) => void): Promise<Assembled> {
  const warn = (message: string) => log.warn(message);
  const db = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, warn, onFatal });
  const { fork } = db;
  try {
    await migrate(db);
    const ring = await openKeyring(fork(), readConfig);
    const audit = auditLog(fork, () => ring.current().instance);
    const events = await openEvents(db);
    const auth = stateOf(config, { fork, events, log });
    const onFault = faultsOf(log);
    const reporting = db.kind === 'postgres' ? await reportRing({ db, ring, onFault }) : null;
    const keys = keysDoor(db, ring, reporting === null ? onlyReplica(ring) : replicasOf(db));
    const services = { config, db, keyring: ring.current, audit, events, pickers: pickersOf(config), auth, log };
    return {
      services,
      contextOfSystem: () => ({ em: fork(), keyring: ring.current(), audit, config, origin: NOWHERE, keys }),
      rereadKeyring: async () => {
        await ring.reload(fork());
        await reporting?.report();
      },
      close: async () => {
        await reporting?.close();
        await auth.stamps.close();
        await events.close();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

const NOWHERE = { requestId: null, address: null, userAgent: null };

type Parts = Pick<Services, 'events' | 'log'> & Pick<Services['db'], 'fork'>;

function stateOf({ keycloak, publicUrl }: Config, { fork, events, log }: Parts) {
  const onFault = faultsOf(log);
  return authState({ fork, events, onFault, keycloak: keycloak && keycloakClient(keycloak, publicUrl, { onFault }) });
}

/** Errors of the database and of strangers' tokens may quote what they hold: the kind of error says enough. */
function faultsOf(log: Logger) {
  return (error: unknown) => log.warn({ error: nameOf(error) }, 'work outside of requests failed');
}

function pickersOf({ ai }: Config): Pickers {
  return { offline: offlinePicker(), model: ai && modelPicker({ ...ai, apiKey: ai.apiKey ?? '' }) };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}${'code' in error ? ` ${String(error.code)}` : ''}` : 'unknown';
}
