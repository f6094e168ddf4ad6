import { Copy } from 'lucide-react';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
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
  /** Who opened what this stands in place of. */
  finalFocus: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
};

/** Shows a secret that can never be shown again; it does not close by mistake. */
export function OnceDialog({ title, secret, name, label, kept, finalFocus, onClose, children }: OnceDialogProps) {
  const [isKept, setKept] = useState(false);
  const [isWarned, setWarned] = useState(false);
  const copyButton = useRef<HTMLButtonElement>(null);
  // The first try says what would be lost; the second is meant.
  const close = () => (isKept || isWarned ? onClose() : setWarned(true));
  return (
    <Dialog
      isOpen
      onClose={close}
      title={title}
      detail="shown this once"
      width="l"
      holds
      initialFocus={copyButton}
      finalFocus={finalFocus}
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
      <Once secret={secret} name={name} label={label} button={copyButton} />
      {children}
    </Dialog>
  );
}

type OnceProps = Pick<OnceDialogProps, 'secret' | 'name' | 'label'> & { button: RefObject<HTMLButtonElement | null> };

function Once({ secret, name, label, button }: OnceProps) {
  const copy = useCopySecret();
  return (
    // biome-ignore lint/a11y/useSemanticElements: no form, and nothing to fill in
    <div className="once" role="group" aria-label={label}>
      <code>{secret}</code>
      <Button ref={button} kind="primary" size="s" icon={Copy} onClick={() => void copy(async () => secret, { name })}>
        Copy
      </Button>
    </div>
  );
}
