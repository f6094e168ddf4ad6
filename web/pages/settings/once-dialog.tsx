import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { useCopySecret } from '#web/ui/use-copy.ts';

export type OnceDialogProps = {
  title: ReactNode;
  /** Shown this once; it lives in the state of whoever opens the dialog. */
  secret: string;
  /** What is copied, for the toast. */
  name: string;
  /** What the secret is, for those who hear it. */
  label: string;
  /** What must be ticked before it goes: "I have stored it". */
  kept: string;
  onClose: () => void;
  children: ReactNode;
};

/** Shows a secret that can never be shown again; it does not close by mistake. */
export function OnceDialog({ title, secret, name, label, kept, onClose, children }: OnceDialogProps) {
  const [isKept, setKept] = useState(false);
  const [isWarned, setWarned] = useState(false);
  // The first try says what would be lost; the second is meant.
  const close = () => (isKept || isWarned ? onClose() : setWarned(true));
  return (
    <Dialog
      isOpen
      onClose={close}
      title={title}
      detail="it is shown this once"
      width="l"
      isDraft
      cost={
        <span className="grid gap-1">
          <Checkbox isChecked={isKept} onChange={setKept}>
            {kept}
          </Checkbox>
          {isWarned && !isKept && (
            <span className="danger" role="alert">
              It cannot be shown again. Close once more to let it go.
            </span>
          )}
        </span>
      }
      deeds={
        <Button disabled={!isKept} onClick={onClose}>
          Done
        </Button>
      }
    >
      <Once secret={secret} name={name} label={label} />
      {children}
    </Dialog>
  );
}

function Once({ secret, name, label }: Pick<OnceDialogProps, 'secret' | 'name' | 'label'>) {
  const copy = useCopySecret();
  return (
    // biome-ignore lint/a11y/useSemanticElements: no form, and nothing to fill in
    <div className="once" role="group" aria-label={label}>
      <code>{secret}</code>
      <Button kind="primary" size="s" icon={Copy} onClick={() => void copy(async () => secret, { name })}>
        Copy
      </Button>
    </div>
  );
}
