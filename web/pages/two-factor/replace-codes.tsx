import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { count } from '#web/lib/format.ts';
import { useSend } from '#web/lib/use-send.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import { CodesField } from './codes-field.tsx';
import { readRecoveryCodes, whyNotKept } from './recovery-list.ts';
import type { Taken } from './use-taken.ts';

export type ReplaceCodesProps = { token: TwoFactor; taken: Taken; onClose: () => void };

/** Puts a pasted list in the place of all recovery codes that a token has. */
export function ReplaceCodes({ token, taken, onClose }: ReplaceCodesProps) {
  const { service, recoveryCodesLeft: left, recoveryCodesTotal: total } = token;
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const replace = useReplace(token, taken);
  const list = readRecoveryCodes(text);
  const many = list.codes.length;
  const { failure, isBusy, onSubmit } = useSend(async () => {
    if (many === 0 || whyNotKept(list) !== null) throw new Error('Nothing to send.');
    await replace(list.codes);
    onClose();
  });
  const isReady = many > 0 && whyNotKept(list) === null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDraft={text !== ''}
      initialFocus={field}
      title={total === 0 ? `Add recovery codes to ${service}` : `Replace the recovery codes of ${service}`}
      cost={left > 0 && `${count(left, 'unused code')} will be gone`}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="recovery-codes" isBusy={isBusy} disabled={!isReady}>
            {total === 0 ? 'Add' : 'Replace with'} {isReady ? count(many, 'code') : 'codes'}
          </Button>
        </>
      }
    >
      <form id="recovery-codes" onSubmit={onSubmit} className="grid gap-4">
        {failure && <FailureNote failure={failure} what="The recovery codes are as they were." />}
        <CodesField ref={field} value={text} onChange={setText} rows={8} />
      </form>
    </Dialog>
  );
}

function useReplace({ id, service }: TwoFactor, taken: Taken) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  return async (recoveryCodes: string[]) => {
    const changed = await client.twoFactor.update.mutate({ id, recoveryCodes });
    taken.forget(id);
    queries.setQueryData(trpc.twoFactor.list.queryKey({}), (all) =>
      all?.map((token) => (token.id === id ? changed : token)),
    );
    toasts.done(`${count(recoveryCodes.length, 'recovery code')} kept`, { name: service });
  };
}
