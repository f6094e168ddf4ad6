import { CircleAlert, Eye } from 'lucide-react';
import { StatusOwn } from '#web/layout/status-own.tsx';
import { count, formatBytes } from '#web/lib/format.ts';
import { Icon } from '#web/ui/icon.tsx';
import type { BenchParts } from './bench-parts.ts';
import { contentOf } from './use-files.ts';

/** At the foot of the window: what is wrong, where the cursor is, and what kind of file it is. */
export function StatusOfFile({ bench: { shown, deeds } }: { bench: BenchParts }) {
  const { open } = shown;
  const draft = open?.draft ?? null;
  if (open === null || draft === null) return null;
  const { problems } = draft.reading;
  const [first] = problems;
  const ending = open.ending === '\n' ? 'LF' : 'CRLF';
  const size = formatBytes(new TextEncoder().encode(contentOf(open)).length);
  return (
    <StatusOwn>
      {first ? (
        <button type="button" className="flag danger" onClick={() => deeds.goTo(first.line)}>
          <Icon of={CircleAlert} />
          {count(problems.length, 'line does', 'lines do')} not parse
        </button>
      ) : (
        <span className="flag accent">
          <Icon of={Eye} />1 file revealed
        </span>
      )}
      <span>
        Line {draft.cursor.line}, column {draft.cursor.column}
      </span>
      <span>
        UTF-8, {ending}, {size}
      </span>
    </StatusOwn>
  );
}
