import type { ComponentType } from 'react';
import { AccessKeys } from './access-keys/access-keys.tsx';
import { Appearance } from './appearance/appearance.tsx';
import { Danger } from './danger/danger.tsx';
import { Encryption } from './encryption/encryption.tsx';
import { Invitations } from './invitations/invitations.tsx';
import { Profile } from './profile/profile.tsx';
import { Sessions } from './sessions/sessions.tsx';
import { Transfer } from './transfer/transfer.tsx';

export type SubPage = {
  /** The end of its address; the first page has none. */
  slug: string;
  label: string;
  Body: ComponentType;
  isForAdmin?: boolean;
};

/** The pages of the settings, in order. */
export const SUB_PAGES: readonly SubPage[] = [
  { slug: '', label: 'Profile and password', Body: Profile },
  { slug: 'access-keys', label: 'Access keys', Body: AccessKeys },
  { slug: 'sessions', label: 'Sessions', Body: Sessions },
  { slug: 'encryption', label: 'Encryption', Body: Encryption },
  { slug: 'export', label: 'Export and import', Body: Transfer },
  { slug: 'invitations', label: 'Invitations', Body: Invitations, isForAdmin: true },
  { slug: 'appearance', label: 'Theme and keys', Body: Appearance },
  { slug: 'danger', label: 'Danger zone', Body: Danger },
];
