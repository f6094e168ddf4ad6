import type { KekEntry } from '#server/crypto/keks.ts';

/** Everything that can be set, read and checked once at start. */
export type Config = {
  host: string;
  port: number;
  /** Origin under which people reach the vault: `https://kagi.example.com`. */
  publicUrl: URL;
  databaseUrl: string | null;
  dataDir: string;
  /** The KEK ring, if the environment gives it; otherwise `keyring.json` does. Primary first. */
  keks: readonly KekEntry[] | null;
  admin: { email: string; password: string } | null;
  keycloak: KeycloakConfig | null;
  passwordSignIn: boolean;
  sessionIdleHours: number;
  sessionMaxHours: number;
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-For` counts. */
  trustedProxies: readonly string[];
  ai: { baseUrl: string; apiKey: string | null; model: string } | null;
  /** Requests a minute for each key or session; null: no limit. */
  rateLimit: number | null;
  metrics: boolean;
  auditKeepDays: number | null;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
};

export type KeycloakConfig = {
  url: string;
  realm: string;
  clientId: string;
  clientSecret: string | null;
  allowedGroups: readonly string[];
  allowedEmailDomains: readonly string[];
  /** Who becomes the admin at the first sign-in by Keycloak. */
  adminEmail: string | null;
};
