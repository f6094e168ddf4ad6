import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Admin } from './admin.ts';

/** Somebody at Keycloak. */
export type User = { id: string; username: string; email: string; password: string };

export type NewUser = { email?: string; emailVerified?: boolean; groups?: string[] };

/** A realm of its own, as realm.json says. */
export type Realm = {
  /** What a server is told of it. */
  settings: Record<string, string>;
  /** Asks the admin API about this realm: '/users/…'. */
  ask: Admin;
  newUser(given?: NewUser): Promise<User>;
  /** Lets another server in, as a client of its own. @returns what that server is told. */
  newClient(): Promise<{ settings: Record<string, string>; openTo(origin: string): Promise<void> }>;
};

/** Where the first server is, is known only once it runs; it asks for the realm at the first sign-in. */
export type Plan = { settings: Record<string, string>; make(origin: string): Promise<Realm> };

const FILE = join(import.meta.dirname, 'realm.json');
const PASSWORD = 'saffron-harbour-violet-27';

export function planRealm(admin: Admin, keycloakUrl: string): Plan {
  const [name, secret] = [`kagi-${randomBytes(4).toString('hex')}`, randomBytes(24).toString('hex')];
  const settings = {
    KEYCLOAK_URL: keycloakUrl,
    KEYCLOAK_REALM: name,
    KEYCLOAK_CLIENT_ID: 'kagi',
    KEYCLOAK_CLIENT_SECRET: secret,
  };
  const representation = async (origin: string) => {
    const text = await readFile(FILE, 'utf8');
    return JSON.parse(text.replaceAll('{realm}', name).replaceAll('{secret}', secret).replaceAll('{origin}', origin));
  };
  const ask: Admin = (method, path, body) => admin(method, `/${name}${path}`, body);
  const newUser = (given: NewUser = {}) => makeUser(ask, given);
  const newClient = async () => {
    const clientId = `kagi-${randomBytes(4).toString('hex')}`;
    const openTo = async (origin: string) => {
      const { clients } = await representation(origin);
      await ask('POST', '/clients', { ...clients[0], clientId });
    };
    return { settings: { ...settings, KEYCLOAK_CLIENT_ID: clientId }, openTo };
  };
  return {
    settings,
    make: async (origin) => {
      await admin('POST', '', await representation(origin));
      return { settings, ask, newUser, newClient };
    },
  };
}

async function makeUser(ask: Admin, given: NewUser): Promise<User> {
  const username = `u${randomBytes(5).toString('hex')}`;
  const email = given.email ?? `${username}@example.test`;
  const id = await ask<string>('POST', '/users', {
    emailVerified: true,
    ...given,
    username,
    email,
    enabled: true,
    firstName: 'Lin',
    lastName: 'Example',
    credentials: [{ type: 'password', value: PASSWORD, temporary: false }],
  });
  return { id, username, email, password: PASSWORD };
}
