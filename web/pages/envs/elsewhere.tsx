import { RefreshCw } from 'lucide-react';
import { Ago } from '#web/ui/ago.tsx';
import { Button } from '#web/ui/button.tsx';
import { Note } from '#web/ui/note.tsx';
import type { BenchParts } from './bench-parts.ts';

/** Says that the file was changed by a script or in another tab since it was revealed here. */
export function Elsewhere({ bench: { shown, files, deeds } }: { bench: BenchParts }) {
  const { meta, open, fileType } = shown;
  const isOld = meta !== null && open !== null && open.updatedAt !== null && meta.updatedAt > open.updatedAt;
  // Where saving was refused for it, the review says so.
  if (!isOld || fileType === null || deeds.failure?.code === 'PRECONDITION_FAILED') return null;
  const hasDraft = files.drafts.includes(fileType);
  return (
    <div className="p-3" role="status">
      <Note
        icon={RefreshCw}
        kind="soon"
        acts={
          <Button size="s" isBusy={deeds.isBusy} onClick={() => void deeds.compare()}>
            {hasDraft ? 'Compare with it' : 'Load it'}
          </Button>
        }
      >
        Changed elsewhere <Ago at={meta.updatedAt} />. {hasDraft ? 'Your draft stays as it is.' : ''}
      </Note>
    </div>
  );
}
