import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { NewEvent } from '#server/audit/event.ts';
import type { AccessKeyCaller, SessionCaller } from '#server/auth/caller.ts';
import type { Config } from '#server/config.ts';
import type { Authenticate } from '#server/http/context.ts';
import type { Services } from '#server/http/services.ts';
import { VaultError } from '#shared/errors.ts';
import { scopeNames } from '#shared/scopes.ts';

/** What the adapters do is proved without a vault: these stand in for what lies below them. */
export type StandIns = { services: Services; lines: Record<string, unknown>[]; recorded: NewEvent[] };

export function standIns(settings: Partial<Config> = {}): StandIns {
  const lines: Record<string, unknown>[] = [];
  const recorded: NewEvent[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const services = {
    config: { ...CONFIG, ...settings },
    log: pino({ level: 'info' }, sink),
    db: { fork: () => ({}) },
    keyring: () => ({}),
    audit: { record: async () => {}, recordAhead: async (_em: unknown, event: NewEvent) => void recorded.push(event) },
    events: {},
    pickers: {},
    auth: { keycloak: null, counters: { unknownKeys: 3, unknownSessions: 4 } },
  };
  // The adapters only hand these on, to procedures that do not use them.
  return { services: services as unknown as Services, lines, recorded };
}

const USER = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e00';

export const session: SessionCaller = {
  kind: 'session',
  id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e01',
  userId: USER,
  label: 'ada@example.test',
  role: 'admin',
  isFresh: true,
};

const accessKey: AccessKeyCaller = {
  kind: 'accessKey',
  id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e02',
  userId: USER,
  label: 'kagi_abcd',
  scopes: [],
  names: null,
  environments: null,
};

/** Takes `Bearer <scopes>` for an access key with those scopes, and the cookie `live` for a session. */
export const standInAuthenticate: Authenticate = async (_deps, { authorization, cookie }) => {
  const now = new Date('2026-11-24T12:00:00.000Z');
  const [, named] = authorization?.split(' ') ?? [];
  const scopes = scopeNames.filter((scope) => named?.split(',').includes(scope));
  if (named === 'none' || scopes.length > 0) return { caller: { ...accessKey, scopes }, now };
  if (authorization !== undefined) throw new VaultError('AUTH_INVALID_KEY');
  if (cookie === 'live') return { caller: session, now };
  throw new VaultError('AUTH_REQUIRED');
};

const CONFIG: Config = {
  host: '127.0.0.1',
  port: 3000,
  publicUrl: new URL('http://127.0.0.1:3000'),
  databaseUrl: null,
  dataDir: '/nowhere',
  keks: null,
  backupPassphrase: null,
  admin: null,
  keycloak: null,
  passwordSignIn: true,
  sessionIdleHours: 12,
  sessionMaxHours: 168,
  trustedProxies: [],
  ai: null,
  rateLimit: null,
  metrics: false,
  auditKeepDays: null,
  logLevel: 'info',
};
