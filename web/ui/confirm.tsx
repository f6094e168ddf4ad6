import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { Button } from './button.tsx';
import { FailureNote } from './failure-note.tsx';
import { Field } from './field.tsx';
import { TextField } from './text-field.tsx';

export type ConfirmProps = {
  isOpen: boolean;
  onClose: () => void;
  /** Names the thing: "Delete DATABASE_URL in 3 environments". */
  title: string;
  /** What is lost with it. */
  children: ReactNode;
  /** The verb on the button: "Delete 3 entries". */
  deed: string;
  /** May reject: then the dialog stays and says why. */
  onConfirm: () => Promise<unknown>;
  /** What destroys nothing is asked about without the colour of danger. */
  kind?: 'destroy' | 'primary';
  /** Must be typed before the deed can be done. */
  typed?: string;
};

/** Asks before what cannot be taken back. The focus begins at Cancel, or at the field to type in. */
export function Confirm({ isOpen, onClose, title, children, deed, onConfirm, typed, kind = 'destroy' }: ConfirmProps) {
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        {/* Over another dialog it stands as well: that one rests until the question is answered. */}
        <AlertDialog.Backdrop className="scrim" forceRender />
        <AlertDialog.Viewport className="stage">
          <AlertDialog.Popup className="dialog">
            <header>
              <AlertDialog.Title>{title}</AlertDialog.Title>
            </header>
            <Question {...{ deed, onConfirm, onClose, typed, kind }}>{children}</Question>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

type QuestionProps = Pick<ConfirmProps, 'deed' | 'onConfirm' | 'onClose' | 'children'> & {
  typed: string | undefined;
  kind: 'destroy' | 'primary';
};

function Question({ deed, onConfirm, onClose, typed, kind, children }: QuestionProps) {
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isReady = typed === undefined || text === typed;
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    setBusy(true);
    await onConfirm()
      .then(onClose)
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={confirm}>
      <div className="body">
        {failure && <FailureNote failure={failure} what="Nothing was changed." />}
        <AlertDialog.Description render={<div className="dim" />}>{children}</AlertDialog.Description>
        {typed !== undefined && (
          <Field label={`Type ${typed} to go on`}>
            <TextField value={text} onChange={setText} isMono />
          </Field>
        )}
      </div>
      <footer>
        <span className="push">
          <AlertDialog.Close render={<Button>Cancel</Button>} />
          <Button kind={kind} type="submit" disabled={!isReady} isBusy={isBusy}>
            {deed}
          </Button>
        </span>
      </footer>
    </form>
  );
}
