import type { Em } from '#server/db/query.ts';
import type { Events } from '#server/events/events.ts';
import type { AuthContext } from './context.ts';
import { type KeyRow, type SessionRow, selectKey, selectSession } from './credentials.ts';
import type { KeycloakClient } from './keycloak.ts';
import { type HashCost, type Passwords, passwordHasher } from './passwords.ts';
import { type Prepared, prepared } from './prepared.ts';
import { type Lanes, lanes } from './queues.ts';
import { stampUses, type UseStamps } from './use-stamps.ts';

/** What a running server holds for saying who is calling. */
export type AuthState = {
  passwords: Passwords;
  /** One try at a time for each account: good ones do not count against each other. */
  lanes: Lanes;
  stamps: UseStamps;
  /** Null where Keycloak is not configured. */
  keycloak: KeycloakClient | null;
  /** Tells open pages that a session has ended: theirs may be it. */
  events: Pick<Events, 'changed'>;
  counters: AuthCounters;
  /** What a key or a cookie is looked up with, by its keyed hash. */
  find: { key: Prepared<KeyRow>; session: Prepared<SessionRow> };
};

/** What is counted rather than recorded: a stranger must not fill the log. */
export type AuthCounters = { unknownKeys: number; unknownSessions: number };

/** What saying who is calling needs besides. */
export type AuthDeps = AuthContext & { state: AuthState };

const MAX_WAITING_PER_ACCOUNT = 100;

type Options = {
  /** Gives work outside of requests a connection of its own. */
  fork: () => Em;
  keycloak: KeycloakClient | null;
  events: Pick<Events, 'changed'>;
  /** Is told of failed work that no request waits for. */
  onFault: (error: unknown) => void;
  /** Cheaper hashing, for tests. */
  hashCost?: HashCost;
};

/** Makes it. Whoever stops the server calls `stamps.close()` before he closes the database. */
export function authState({ fork, keycloak, events, onFault, hashCost }: Options): AuthState {
  return {
    passwords: passwordHasher(hashCost),
    lanes: lanes(MAX_WAITING_PER_ACCOUNT),
    stamps: stampUses(fork, onFault),
    keycloak,
    events,
    counters: { unknownKeys: 0, unknownSessions: 0 },
    find: { key: prepared(selectKey), session: prepared(selectSession) },
  };
}
