import { useState } from 'react';
import { useMatches } from '#web/lib/media.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import type { BenchParts } from './bench-parts.ts';
import { mendNext } from './editor/deeds.ts';
import { Editor } from './editor/editor.tsx';
import { createDraft } from './editor/state.ts';
import { Elsewhere } from './elsewhere.tsx';
import { PhoneBar } from './phone-bar.tsx';
import { Review } from './review.tsx';
import type { OpenFile } from './use-files.ts';

/** Where text and review do not fit beside each other. As envs.css says. */
const NARROW = '(max-width: 900px)';

/** The text of a file with its review beside it; in a narrow window the review rises from below. */
export function Workbench({ bench }: { bench: BenchParts }) {
  const { shown, files, deeds, view, setView, opened, open } = bench;
  const { fileType, name } = shown;
  const isNarrow = useMatches(NARROW);
  const [start] = useState(() => startOf(shown.open, { label: `Content of ${name}`, wraps: isNarrow }));
  useEditorKeys(bench);
  if (fileType === null) return null;
  return (
    <div className="split">
      <div className="text">
        <Elsewhere bench={bench} />
        <Editor start={start} onDraft={(draft) => files.setDraft(fileType, draft)} onView={setView} />
      </div>
      {!isNarrow && (
        <aside className="review" aria-label="Review">
          <Review bench={bench} />
        </aside>
      )}
      {isNarrow && <PhoneBar shown={shown} view={view} onReview={() => open('review')} goTo={deeds.goTo} />}
      {isNarrow && (
        <Dialog isOpen={opened === 'review' && view !== null} onClose={() => open(null)} title="Before saving">
          <Review bench={bench} />
        </Dialog>
      )}
    </div>
  );
}

function startOf(open: OpenFile | null, look: { label: string; wraps: boolean }) {
  return open?.draft?.state ?? createDraft({ text: open?.stored ?? '', ...look });
}

/** ⌘S and ⌘. work within the text too; letters there are text. */
function useEditorKeys({ deeds, view }: BenchParts): void {
  useShortcuts([
    { keys: 'mod+s', label: 'save', hint: true, run: () => void deeds.save() },
    { keys: 'mod+.', label: 'mend', hint: true, run: () => view && mendNext(view) },
    { keys: 'c', label: 'copy the file', run: deeds.copy },
  ]);
}
