/** Everything an access key can be allowed, and what it means in plain words. */
export const SCOPES = {
  'categories:read': 'See categories',
  'categories:write': 'Create, change and delete categories',
  'entries:read': 'See entries, without their values',
  'entries:write': 'Create, change, copy, import and delete entries',
  'entries:reveal': 'Reveal the values of entries',
  '2fa:read': 'See two-factor tokens, without codes',
  '2fa:write': 'Create, change and delete two-factor tokens',
  '2fa:reveal': 'Reveal one-time codes and take recovery codes',
  'envs:read': 'See env projects and files, without contents',
  'envs:write': 'Create, replace and delete env projects and files',
  'envs:reveal': 'Reveal the contents of env files',
  'stats:read': 'See how many of what there are',
  'export:read': 'Export every value',
  'ai:extract': 'Extract a dotenv file from a description',
  'audit:read': 'Read the audit log',
} as const;

export type Scope = keyof typeof SCOPES;

// Object.keys forgets the literal types of an object whose keys are all known.
export const scopeNames = Object.keys(SCOPES) as [Scope, ...Scope[]];

/** Scopes that hand out secrets: a key with one needs a fresh sign-in. */
export const givesSecrets = (name: Scope): boolean =>
  name.endsWith(':reveal') || name === 'export:read' || name === 'ai:extract';
