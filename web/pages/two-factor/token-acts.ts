import { useState } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import type { Codes } from './codes.ts';
import { type CopiedCode, useCopyCode } from './use-copy-code.ts';

/** The dialog that stands over the page. */
export type OpenDialog =
  | { kind: 'new'; from: 'secret' | 'picture' }
  | { kind: 'edit' | 'use' | 'replace' | 'remove'; token: TwoFactor }
  | null;

/** What can be done with a token, from its card or by a key. */
export type TokenActs = {
  copied: CopiedCode | null;
  copy: (token: TwoFactor) => Promise<void>;
  copyNext: (token: TwoFactor, nextCode: string) => Promise<void>;
  /** Shows its code if it is masked, masks it if it is not. */
  toggle: (token: TwoFactor) => Promise<void>;
  use: (token: TwoFactor) => void;
  edit: (token: TwoFactor) => void;
  replace: (token: TwoFactor) => void;
  remove: (token: TwoFactor) => void;
};

export function useTokenActs(codes: Codes) {
  const toasts = useToasts();
  const copying = useCopyCode(codes);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const open = (kind: 'edit' | 'use' | 'replace' | 'remove') => (token: TwoFactor) => setDialog({ kind, token });
  const acts: TokenActs = {
    ...copying,
    copy: async (token) => {
      if (token.hasSecret) await copying.copy(token);
    },
    toggle: async ({ id, hasSecret }) => {
      if (codes.get(id) !== null) codes.mask(id);
      else if (hasSecret) await codes.show([id]).catch((error: unknown) => toasts.failed('Nothing was shown', error));
    },
    // Where there is none to take, what helps is new ones.
    use: (token) => setDialog({ kind: token.recoveryCodesLeft > 0 ? 'use' : 'replace', token }),
    edit: open('edit'),
    replace: open('replace'),
    remove: open('remove'),
  };
  return { acts, dialog, setDialog };
}
