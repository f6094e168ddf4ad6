import type { TwoFactor } from '#shared/two-factor.ts';
import { Confirm } from '#web/ui/confirm.tsx';
import type { Taken } from './use-taken.ts';

export type UseRecoveryCodeProps = { token: TwoFactor; taken: Taken; onClose: () => void };

/** Asks before a recovery code is taken: it is given once, for ever. */
export function UseRecoveryCode({ token, taken, onClose }: UseRecoveryCodeProps) {
  const { service, accountName, recoveryCodesLeft: left, recoveryCodesTotal: total } = token;
  const whose = accountName ? `${service} (${accountName})` : service;
  const after =
    left === 1 ? 'It is the last one.' : `After it ${left - 1} of ${total} ${left === 2 ? 'is' : 'are'} left.`;
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={`Use a recovery code of ${whose}`}
      deed={`Use code ${total - left + 1}`}
      kind="primary"
      onConfirm={() => taken.take(token)}
    >
      The next code is taken, recorded, and never given again, to you or anyone else. {after}
    </Confirm>
  );
}
