import { Check, Copy } from 'lucide-react';
import { IconButton } from './icon-button.tsx';
import { useToasts } from './toaster.tsx';
import { type Copied, useCopySecret, useTick } from './use-copy.ts';

/** Copies a secret without revealing it; the icon becomes a tick. `name` is said in the toast. */
export function CopySecretButton({ get, name, detail }: { get: () => Promise<string> } & Copied) {
  const copy = useCopySecret();
  const [isDone, tick] = useTick();
  const run = async () => {
    if (await copy(get, detail === undefined ? { name } : { name, detail })) tick();
  };
  return <IconButton label={`Copy ${name}`} icon={isDone ? Check : Copy} isOn={isDone} onClick={() => void run()} />;
}

/** Copies what is no secret: a line of curl, an id. It stays in the clipboard, and a message tells who sees no tick. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const toasts = useToasts();
  const [isDone, tick] = useTick();
  const onCopied = () => {
    tick();
    toasts.done('Copied');
  };
  const run = () =>
    navigator.clipboard.writeText(text).then(onCopied, (error: unknown) => toasts.failed('Not copied', error));
  return <IconButton label={label} icon={isDone ? Check : Copy} isOn={isDone} onClick={() => void run()} />;
}
