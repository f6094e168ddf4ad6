import { useRef, useState } from 'react';
import type { SecondStepSeed } from '#shared/account.ts';
import { issueAt } from '#web/lib/failure.ts';
import { useDeed } from '#web/pages/settings/use-deed.ts';
import { useTRPCClient } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { CopySecretButton } from '#web/ui/copy-button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Field } from '#web/ui/field.tsx';
import { QrCode } from '#web/ui/qr-code.tsx';
import { TextField } from '#web/ui/text-field.tsx';

export type TurnOnDialogProps = {
  /** It lives in the state of whoever opens the dialog, and is stored nowhere yet. */
  seed: SecondStepSeed;
  onClose: () => void;
  onDone: (recoveryCodes: string[]) => void;
};

/** Gives a seed to an authenticator app, and gets a code of it back. */
export function TurnOnDialog({ seed, onClose, onDone }: TurnOnDialogProps) {
  const client = useTRPCClient();
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const { failure, isBusy, onSubmit } = useDeed(
    () => client.secondStep.turnOn.mutate({ secret: seed.secret, code: code.replaceAll(' ', '') }),
    ({ recoveryCodes }) => onDone(recoveryCodes),
  );
  const wrong = issueAt(failure, 'code');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Turn on the second step"
      detail="Scan the code with an authenticator app, then type what the app shows."
      holds
      initialFocus={field}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="second-step" isBusy={isBusy}>
            Turn on
          </Button>
        </>
      }
    >
      <form id="second-step" onSubmit={onSubmit} className="grid gap-4">
        {failure && wrong === null && <FailureNote failure={failure} what="The second step was not turned on." />}
        <div className="seed">
          <QrCode text={seed.uri} label="QR code of the secret" />
          <div className="grid gap-2">
            <span className="small faint">No camera? Type this secret into the app.</span>
            <span className="flex items-center gap-2">
              <code className="mono">{seed.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
              <CopySecretButton name="the secret" get={async () => seed.secret} />
            </span>
          </div>
        </div>
        <Field label="Code" hint="six digits" error={wrong}>
          <TextField
            ref={field}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            required
            isMono
            value={code}
            onChange={setCode}
          />
        </Field>
      </form>
    </Dialog>
  );
}
