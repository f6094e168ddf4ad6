/** Actions that can be filtered by, under the headings of the menu. */
export const ACTION_GROUPS: readonly { heading: string; actions: readonly string[] }[] = [
  {
    heading: 'Secrets given out',
    actions: [
      'entry.reveal',
      'env-file.reveal',
      'two-factor.reveal',
      'two-factor.recovery-code',
      'export.read',
      'ai.extract',
    ],
  },
  {
    heading: 'Entries and categories',
    actions: [
      'entry.create',
      'entry.update',
      'entry.copy',
      'entry.import',
      'entry.delete',
      'category.create',
      'category.update',
      'category.delete',
    ],
  },
  {
    heading: 'Env files and two-factor',
    actions: [
      'env-project.create',
      'env-project.update',
      'env-project.delete',
      'env-file.create',
      'env-file.update',
      'env-file.delete',
      'two-factor.create',
      'two-factor.update',
      'two-factor.delete',
    ],
  },
  {
    heading: 'Keys and sign-ins',
    actions: [
      'access-key.create',
      'access-key.revoke',
      'sign-in.password',
      'sign-in.keycloak',
      'sign-in.reauthenticate',
      'session.end',
      'session.end-others',
    ],
  },
  {
    heading: 'Account',
    actions: [
      'account.update',
      'account.password',
      'account.invite',
      'account.uninvite',
      'account.accept',
      'account.link',
      'account.unlink',
      'account.second-step-on',
      'account.second-step-off',
      'account.recovery-codes',
      'account.wipe',
    ],
  },
];
