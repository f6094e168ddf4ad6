import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Section } from '#web/ui/section.tsx';
import { Numbered } from './numbered.tsx';

const ImportDialog = lazy(() =>
  import('#web/pages/import/import-dialog.tsx').then((module) => ({ default: module.ImportDialog })),
);

const EXAMPLE =
  'DATABASE_URL=postgres://app:…@db:5432/app\nOPENAI_API_KEY=sk-…\n# comments and quotes are kept as they are';
const LINES = 22;

/** The first way: paste a .env, drop it anywhere on the page, or choose it. */
export function PasteSection() {
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setText(await file.text());
    setOpen(true);
  };
  const isOver = useDropAnywhere((file) => void take(file));
  return (
    <Section title={<Numbered at={1}>Paste a .env</Numbered>} aside="or drop the file anywhere on this page">
      <div className="paste" data-over={isOver || undefined}>
        <Lines text={text} onChange={setText} />
        <div className="foot">
          Read here first, stored only after you decide key by key.
          <span className="push">
            <Button size="s" onClick={() => input.current?.click()}>
              Choose a file
            </Button>
            <Button size="s" kind="primary" disabled={text.trim() === ''} onClick={() => setOpen(true)}>
              Preview import
            </Button>
          </span>
          <input
            ref={input}
            type="file"
            hidden
            aria-label="Choose a .env"
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </div>
      </div>
      <Suspense>{isOpen && <ImportDialog text={text} onClose={() => setOpen(false)} />}</Suspense>
    </Section>
  );
}

function Lines({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const many = Math.max(LINES, text.split('\n').length);
  return (
    <div className="lines">
      <ol aria-hidden="true">
        {Array.from({ length: many }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <li key={at}>{at + 1}</li>
        ))}
      </ol>
      <textarea
        aria-label="Text of a .env"
        // biome-ignore lint/a11y/noAutofocus: an empty vault offers one thing first
        autoFocus
        spellCheck={false}
        rows={many}
        placeholder={EXAMPLE}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** A file dropped anywhere in the window, not on the place alone. */
function useDropAnywhere(onFile: (file: File | undefined) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onFile);
  latest.current = onFile;
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      setOver(event.type === 'dragover');
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      latest.current(event.dataTransfer?.files[0]);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}
