import type { AccessKey } from '#shared/access-keys.ts';
import type { Scope } from '#shared/scopes.ts';

type Limits = Pick<AccessKey, 'scopes' | 'names' | 'environments'>;
/** A line to try a key with: its address, and what it answers with. */
export type Trial = { path: string; answers: string };

/** What shows nothing secret is tried first. */
const TRIALS: readonly (readonly [Scope, string, string])[] = [
  ['entries:read', '/api/entries', 'answers with names, no secret'],
  ['categories:read', '/api/categories', 'answers with names, no secret'],
  ['envs:read', '/api/envs', 'answers with names, no secret'],
  ['2fa:read', '/api/2fa', 'answers with names, no code'],
  ['stats:read', '/api/stats', 'answers with counts'],
  ['audit:read', '/api/audit?limit=10', 'answers with the last ten events'],
  ['export:read', '/api/export', 'answers with every value'],
];

/** Which request shows that a key works; null where it may only write, reveal or extract. */
export function trialOf({ scopes, environments }: Limits): Trial | null {
  const trial = TRIALS.find(([scope]) => scopes.includes(scope));
  if (trial === undefined) return null;
  const [scope, path, answers] = trial;
  const [environment] = environments ?? [];
  const isNarrowed = environment !== undefined && (scope === 'entries:read' || scope === 'export:read');
  return { path: isNarrowed ? `${path}?environment=${environment}` : path, answers };
}

/** A line for a shell. The address is quoted, since `?` and `&` mean something to one. */
export function curlLine(origin: string, path: string, key: string): string {
  return `curl '${origin}${path}' \\\n  -H "Authorization: Bearer ${key}"`;
}
