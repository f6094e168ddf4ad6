import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { paths } from '#web/paths.ts';
import type { OpenDialog } from './token-acts.ts';
import type { Taken } from './use-taken.ts';

const NewToken = lazy(() => import('./new-token.tsx').then(({ NewToken }) => ({ default: NewToken })));
const EditToken = lazy(() => import('./edit-token.tsx').then(({ EditToken }) => ({ default: EditToken })));
const ReplaceCodes = lazy(() => import('./replace-codes.tsx').then(({ ReplaceCodes }) => ({ default: ReplaceCodes })));
const UseRecoveryCode = lazy(() =>
  import('./use-recovery-code.tsx').then(({ UseRecoveryCode }) => ({ default: UseRecoveryCode })),
);
const DeleteToken = lazy(() => import('./delete-token.tsx').then(({ DeleteToken }) => ({ default: DeleteToken })));

export type TokenDialogsProps = {
  dialog: OpenDialog;
  tokens: readonly TwoFactor[];
  taken: Taken;
  onClose: () => void;
};

/** Loaded when they are asked for: most visits copy a code and go. */
export function TokenDialogs({ dialog, tokens, taken, onClose }: TokenDialogsProps) {
  const navigate = useNavigate();
  const goTo = ({ id }: TwoFactor) => void navigate({ href: paths.token(id), replace: true });
  if (dialog === null) return null;
  return (
    <Suspense>
      {dialog.kind === 'new' && <NewToken from={dialog.from} tokens={tokens} onClose={onClose} onSaved={goTo} />}
      {dialog.kind === 'edit' && <EditToken token={dialog.token} onClose={onClose} />}
      {dialog.kind === 'replace' && <ReplaceCodes token={dialog.token} taken={taken} onClose={onClose} />}
      {dialog.kind === 'use' && <UseRecoveryCode token={dialog.token} taken={taken} onClose={onClose} />}
      {dialog.kind === 'remove' && <DeleteToken token={dialog.token} onClose={onClose} />}
    </Suspense>
  );
}
