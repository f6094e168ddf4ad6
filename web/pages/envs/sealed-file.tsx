import { Eye } from 'lucide-react';
import { formatBytes } from '#web/lib/format.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Button } from '#web/ui/button.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import type { BenchParts } from './bench-parts.ts';

/** In place of the text: until it is asked for, and while it is covered. */
export function SealedFile({ bench: { shown, deeds, cover } }: { bench: BenchParts }) {
  const { name, open, meta } = shown;
  const isCovered = open !== null;
  const run = isCovered ? cover.uncover : () => void deeds.reveal().then(cover.uncover);
  const deed = isCovered ? 'Uncover' : 'Reveal';
  useShortcuts([
    { keys: 'r', label: deed.toLowerCase(), hint: true, run },
    { keys: 'c', label: 'copy the file', hint: true, run: deeds.copy },
  ]);
  return (
    <div className="sealed">
      {deeds.failure && <FailureNote failure={deeds.failure} what={`${name} was not revealed.`} onRetry={run} />}
      <h2 className={isCovered ? '' : 'mono'}>{isCovered ? 'Covered while you were away' : name}</h2>
      {isCovered && <p>What you typed is kept in this tab, and nowhere else.</p>}
      {!isCovered && meta !== null && (
        <p>
          {formatBytes(meta.size)}, saved <Ago at={meta.updatedAt} />. Nothing of it is decrypted until you reveal it.
        </p>
      )}
      <Button kind="primary" icon={Eye} hint="r" isBusy={deeds.isBusy} onClick={run}>
        {deed} <span className="sr">{name}</span>
      </Button>
    </div>
  );
}
