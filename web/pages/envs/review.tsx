import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { count } from '#web/lib/format.ts';
import { Button } from '#web/ui/button.tsx';
import { VirtualList } from '#web/ui/virtual-list.tsx';
import type { BenchParts } from './bench-parts.ts';
import { ChangeRow } from './change-row.tsx';
import type { Change, Changes } from './changes.ts';
import { apply } from './editor/deeds.ts';
import { SaveBar } from './save-bar.tsx';

/** What saving would change, beside the text: sign, name, line, masks, undo; then save. */
export function Review({ bench }: { bench: BenchParts }) {
  const [isShown, setShown] = useState(false);
  const changes = bench.shown.open?.draft?.reading.changes ?? { list: [], untouched: 0 };
  const undo = (change: Change) => bench.view && apply(bench.view, change.undo);
  return (
    <>
      <div className="review-head">
        <h2 className="no-phone">Before saving</h2>
        <span className="faint small clip">{sumOf(changes)}</span>
        {changes.list.length > 0 && (
          <Button size="s" kind="quiet" icon={isShown ? EyeOff : Eye} onClick={() => setShown(!isShown)}>
            {isShown ? 'Mask' : 'Show'}
          </Button>
        )}
      </div>
      <VirtualList
        className="review-list"
        label="Changes"
        items={changes.list}
        keyOf={keyOf}
        itemPx={68}
        draw={(change) => <ChangeRow change={change} isShown={isShown} onUndo={() => undo(change)} />}
      />
      <p className="small faint py-2.5">{restOf(changes)}</p>
      <SaveBar bench={bench} />
    </>
  );
}

/** A change is known by where it stands; it has no other identity. */
function keyOf({ before, after }: Change): string {
  return `${before?.line ?? ''} ${after?.line ?? ''}`;
}

/** "1 changed, 2 added". */
function sumOf({ list }: Changes): string {
  const kinds = Map.groupBy(list, ({ kind }) => kind);
  const order = ['changed', 'moved', 'added', 'removed'] as const;
  return order.flatMap((kind) => (kinds.has(kind) ? `${kinds.get(kind)?.length} ${kind}` : [])).join(', ');
}

function restOf({ list, untouched }: Changes): string {
  if (list.length === 0) return 'Nothing differs from what is stored. What you change stands here before it is saved.';
  if (untouched === 0) return 'No other line stays.';
  const lines = count(untouched, 'other line is', 'other lines are');
  return `${lines} as ${untouched === 1 ? 'it was' : 'they were'}, comments and order included.`;
}
