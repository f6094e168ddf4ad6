/** Every page behind the door, and what its head says to who has an empty vault. */
export const PAGES = [
  ['/', 'An empty vault'],
  ['/keys', 'Keys'],
  ['/envs', 'Env files'],
  ['/2fa', 'Two-factor'],
  ['/ai', 'AI extract'],
  ['/audit', 'Audit'],
  ['/settings', 'Settings'],
  ['/settings/access-keys', 'Settings'],
  ['/settings/sessions', 'Settings'],
  ['/settings/encryption', 'Settings'],
  ['/settings/export', 'Settings'],
  ['/settings/appearance', 'Settings'],
  ['/settings/danger', 'Settings'],
] as const;

const NOBODYS = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e88';

/** Addresses that lead nowhere: of no page, and of an id that is nobody's or none. */
export const NOWHERE = [
  '/nowhere',
  `/keys/${NOBODYS}`,
  '/keys/none',
  `/envs/${NOBODYS}`,
  '/projects/nobodys',
  '/settings/nowhere',
];
