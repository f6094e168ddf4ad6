import { Unplug } from 'lucide-react';
import { useState } from 'react';
import type { Extraction } from '#shared/ai.ts';
import { count, formatBytes } from '#web/lib/format.ts';
import { Note } from '#web/ui/note.tsx';
import { Section } from '#web/ui/section.tsx';
import type { Asked } from './use-extraction.ts';

/** So many lines are seen at first; the rest is one click away. */
const FIRST_LINES = 24;

/** What the model was given, word for word; or that there was none. */
export function SentSection({ plan, asked }: { plan: Extraction; asked: Asked }) {
  const { sent, picker } = plan;
  if (typeof sent === 'string') return <Sent text={sent} />;
  const hasFailed = picker === 'offline' && asked.isFallback;
  return (
    <Section title="Sent to the model" aside={hasFailed ? 'it did not answer' : 'nothing'}>
      <Note icon={Unplug}>
        {hasFailed ? (
          <>
            <b className="title">The server picked by itself.</b> The model had failed. What it may have been given
            before that is the description and names, never a secret.
          </>
        ) : (
          <>
            <b className="title">Nothing left this server.</b> It matched the description with the names in your vault
            by itself.
          </>
        )}
      </Note>
    </Section>
  );
}

function Sent({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const lines = text.split('\n');
  const shown = isWhole ? lines : lines.slice(0, FIRST_LINES);
  const size = formatBytes(new TextEncoder().encode(text).length);
  return (
    <Section title="Sent to the model" aside={`word for word, ${size}, 0 secrets`}>
      {/* Long texts scroll, and what scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className="well sent" tabIndex={0} aria-label="What was sent">
        <pre>{shown.join('\n')}</pre>
      </section>
      <p className="small faint flex mt-2.5">
        No notes, no descriptions, no values.
        {lines.length > FIRST_LINES && (
          <button type="button" className="link ml-auto" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Fewer lines' : `All ${count(lines.length, 'line')}`}
          </button>
        )}
      </p>
    </Section>
  );
}
