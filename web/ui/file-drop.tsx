import { Upload } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

export type FileDropProps = {
  onFile: (file: File) => void;
  /** What may be dropped: "a private key", "a .env". */
  what: string;
  /** As an input takes it: ".pem,.key". */
  accept?: string;
  /** In place of the words, once something is there. */
  children?: ReactNode;
};

/** A place to drop a file on, with a button for those who do not drag. */
export function FileDrop({ onFile, what, accept, children }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  return (
    // The button within does the same by keyboard.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className="drop"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <Icon of={Upload} />
      <div className="min-w-0 flex-1">{children ?? `Drop ${what} here, or choose it.`}</div>
      <Button size="s" onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={`Choose ${what}`}
        onChange={(event) => take(event.target.files)}
      />
    </div>
  );
}
