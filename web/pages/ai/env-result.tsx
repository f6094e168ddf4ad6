import { Copy, Download, Eye, EyeOff, FileText } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { count, formatBytes } from '#web/lib/format.ts';
import { REVEAL_MS } from '#web/lib/reveals.ts';
import { downloadText, fileNameOf } from '#web/lib/text-file.ts';
import { type RevealCell, useReveal, useReveals } from '#web/lib/use-reveal.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { Button } from '#web/ui/button.tsx';
import { Countdown } from '#web/ui/countdown.tsx';
import { Section } from '#web/ui/section.tsx';
import { useCopySecret } from '#web/ui/use-copy.ts';
import { EnvLines } from './env-lines.tsx';

const SaveDialog = lazy(() => import('./save-dialog.tsx').then(({ SaveDialog }) => ({ default: SaveDialog })));

const CELL = 'ai:env';

export type EnvResultProps = {
  env: string;
  project: string | null;
  /** Of which type the file is, as env projects have it. */
  type: string;
  onAgain: () => void;
};

/** The file: masked until asked for, copied and kept without being seen. It is held here and nowhere else. */
export function EnvResult({ env, project, type, onAgain }: EnvResultProps) {
  const cell = useEnvCell(env);
  const [isSaving, setSaving] = useState(false);
  const lines = count(env.replace(/\n$/, '').split('\n').length, 'line');
  return (
    <Section
      title={<span className="mono">.env</span>}
      aside={`${lines}, ${formatBytes(new TextEncoder().encode(env).length)}`}
    >
      <Deeds {...{ env, project, cell, lines, onAgain }} onSave={() => setSaving(true)} />
      <EnvLines env={env} shown={cell.shown?.text ?? null} />
      <Suspense>{isSaving && <SaveDialog {...{ env, project, type }} onClose={() => setSaving(false)} />}</Suspense>
    </Section>
  );
}

type DeedsProps = Pick<EnvResultProps, 'env' | 'project' | 'onAgain'> & {
  cell: RevealCell;
  lines: string;
  onSave: () => void;
};

function Deeds({ env, project, cell, lines, onAgain, onSave }: DeedsProps) {
  const copy = useCopySecret();
  const save = useRef<HTMLButtonElement>(null);
  const copyAll = () => void copy(async () => env, { name: '.env', detail: lines });
  const download = () => downloadText(env, fileNameOf(project ?? '', '.env'));
  // The button that wrote the file is gone; the next one takes the focus over.
  useEffect(() => save.current?.focus(), []);
  useShortcuts([
    { keys: 'c', label: 'copy', hint: true, run: copyAll },
    { keys: 'r', label: 'reveal or mask', hint: true, run: () => void cell.toggle() },
    { keys: 'n', label: 'new plan', hint: true, run: onAgain },
  ]);
  return (
    <div className="env-deeds">
      <Button ref={save} kind="primary" icon={FileText} onClick={onSave}>
        Save to env files
      </Button>
      <Button icon={Copy} onClick={copyAll}>
        Copy
      </Button>
      <Button icon={Download} onClick={download}>
        Download
      </Button>
      <RevealDeed cell={cell} />
      <Button kind="quiet" className="ml-auto" onClick={onAgain}>
        Start over
      </Button>
    </div>
  );
}

function RevealDeed({ cell: { shown, toggle } }: { cell: RevealCell }) {
  return (
    <>
      <Button icon={shown ? EyeOff : Eye} aria-pressed={shown !== null} onClick={() => void toggle()}>
        {shown ? 'Mask' : 'Reveal'}
      </Button>
      {shown && <Countdown until={shown.until} totalMs={REVEAL_MS} words="masks in" />}
    </>
  );
}

/** Nothing stays revealed when the file is let go of. */
function useEnvCell(env: string): RevealCell {
  const reveals = useReveals();
  useEffect(() => () => reveals.mask(CELL), [reveals]);
  return useReveal(CELL, async () => env);
}
