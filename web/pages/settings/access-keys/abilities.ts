import type { Scope } from '#shared/scopes.ts';

export type PresetName = 'read only' | 'CI' | 'env files' | 'full';
export type Preset = { name: PresetName; what: string; scopes: readonly Scope[] };

/** Each scope as a deed, in the order in which a preview names them. */
const DEEDS: Record<Scope, string> = {
  'categories:read': 'list categories',
  'categories:write': 'change categories',
  'entries:read': 'list entries',
  'entries:write': 'change entries',
  'entries:reveal': 'reveal entries',
  'envs:read': 'list env files',
  'envs:write': 'change env files',
  'envs:reveal': 'reveal env files',
  '2fa:read': 'list two-factor tokens',
  '2fa:write': 'change two-factor tokens',
  '2fa:reveal': 'reveal two-factor codes',
  'stats:read': 'see counts',
  'export:read': 'export every value',
  'ai:extract': 'extract by a description',
  'audit:read': 'read the audit log',
};

// Object.keys forgets the literal types of an object whose keys are all known.
export const ALL_SCOPES = Object.keys(DEEDS) as readonly Scope[];

export const PRESETS: readonly Preset[] = [
  {
    name: 'read only',
    what: 'lists names and states, never a secret',
    scopes: ['categories:read', 'entries:read', 'envs:read', 'stats:read'],
  },
  {
    name: 'CI',
    what: 'reads secrets, changes nothing',
    scopes: ['entries:read', 'entries:reveal', 'envs:read', 'envs:reveal'],
  },
  { name: 'env files', what: 'reads and writes whole files', scopes: ['envs:read', 'envs:write', 'envs:reveal'] },
  { name: 'full', what: 'everything, but no keys, sessions or wipe', scopes: ALL_SCOPES },
];

/** The preset that has exactly these scopes. */
export function presetOf(scopes: readonly Scope[]): Preset | null {
  const wanted = new Set(scopes);
  return PRESETS.find((one) => one.scopes.length === wanted.size && one.scopes.every((s) => wanted.has(s))) ?? null;
}

/** What a key with these scopes can do, and what it cannot, each in a few words. */
export function abilitiesOf(scopes: readonly Scope[]): { can: string[]; cannot: string[] } {
  const can = ALL_SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => DEEDS[scope]);
  const lacks = (...some: Scope[]) => some.every((scope) => !scopes.includes(scope));
  const changes = lacks('categories:write', 'entries:write', 'envs:write', '2fa:write');
  const rest = [
    lacks('entries:reveal', 'envs:reveal', 'export:read', 'ai:extract') ? 'reveal a value' : null,
    lacks('2fa:reveal') ? 'two-factor codes' : null,
    lacks('export:read') ? 'export' : null,
    lacks('audit:read') ? 'audit' : null,
  ].filter((words) => words !== null);
  const cannot = [changes ? 'change or delete anything' : null, rest.length > 0 ? rest.join(', ') : null, NEVER];
  return { can, cannot: cannot.filter((words) => words !== null) };
}

/** No key can, whatever its scopes. */
const NEVER = 'make keys, end sessions, wipe';

/** A key's scopes in one line: "CI" and "reads and reveals entries, env files". */
export function summaryOf(scopes: readonly Scope[]): { name: string; isScope: boolean; words: string } {
  const preset = presetOf(scopes);
  if (preset !== null) return { name: preset.name, isScope: false, words: preset.what };
  const [only, ...others] = scopes;
  if (only !== undefined && others.length === 0) return { name: only, isScope: true, words: DEEDS[only] };
  return { name: `${scopes.length} scopes`, isScope: false, words: abilitiesOf(scopes).can.join(', ') };
}
