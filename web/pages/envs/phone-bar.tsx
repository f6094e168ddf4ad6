import type { EditorView } from '@codemirror/view';
import { CircleAlert } from 'lucide-react';
import { count } from '#web/lib/format.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { InsertSecret } from './insert-secret.tsx';
import type { ShownFile } from './use-shown-file.ts';

export type PhoneBarProps = {
  shown: ShownFile;
  view: EditorView | null;
  onReview: () => void;
  goTo: (line: number) => void;
};

/** At the foot of the text: a secret to insert, what is wrong, and the way to the review. */
export function PhoneBar({ shown, view, onReview, goTo }: PhoneBarProps) {
  const reading = shown.open?.draft?.reading;
  const [first] = reading?.problems ?? [];
  const many = reading?.changes.list.length ?? 0;
  return (
    <div className="phone-bar">
      <span className="only-phone">
        <InsertSecret view={view} isIcon />
      </span>
      {first && (
        <button type="button" className="flag danger small" onClick={() => goTo(first.line)}>
          <Icon of={CircleAlert} />
          Line {first.line}
        </button>
      )}
      <Button className="ml-auto" disabled={many === 0} onClick={onReview}>
        {many === 0 ? 'No changes' : `Review ${count(many, 'change')}`}
      </Button>
    </div>
  );
}
