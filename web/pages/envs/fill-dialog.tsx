import { useState } from 'react';
import { count } from '#web/lib/format.ts';
import { useSend } from '#web/lib/use-send.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Field } from '#web/ui/field.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import type { BenchParts } from './bench-parts.ts';
import { environmentOf } from './file-types.ts';
import { FillRows } from './fill-rows.tsx';
import { useFill } from './use-fill.ts';

const DETAIL = 'The plan opens nothing. What you tick is opened, and added to the draft; nothing is saved yet.';

/** Adds what a description needs and the draft lacks: a plan first, then the secrets that were ticked. */
export function FillDialog({ bench }: { bench: BenchParts }) {
  const [start] = useState(() => startOf(bench.project.name, bench.shown.fileType));
  const [prompt, setPrompt] = useState(start);
  const [round, setRound] = useState(0);
  return <Round key={round} {...{ bench, start, prompt }} onPrompt={setPrompt} onAgain={() => setRound(round + 1)} />;
}

type RoundProps = {
  bench: BenchParts;
  start: string;
  prompt: string;
  onPrompt: (prompt: string) => void;
  onAgain: () => void;
};

/** From a description to what it added; another description begins another round. */
function Round({ bench, start, prompt, onPrompt, onAgain }: RoundProps) {
  const fill = useFill(bench);
  const asking = useSend(() => fill.ask(prompt, false));
  const matching = useSend(() => fill.ask(prompt, true));
  const adding = useSend(fill.add);
  const isPlanned = fill.plan !== null;
  const onClose = () => bench.open(null);
  const isAsking = asking.isBusy || matching.isBusy;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Fill ${bench.shown.name}`}
      detail={DETAIL}
      width="l"
      isDraft={isPlanned || prompt !== start}
      cost={isPlanned && <Again onClick={onAgain} />}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {isPlanned ? <AddButton many={fill.chosen.size} adding={adding} /> : <PlanButton isBusy={isAsking} />}
        </>
      }
    >
      {isPlanned && adding.failure && <FailureNote failure={adding.failure} what="Nothing was added." />}
      {isPlanned ? (
        <FillRows fill={fill} />
      ) : (
        <Describe prompt={prompt} onPrompt={onPrompt} asking={asking} matching={matching} />
      )}
    </Dialog>
  );
}

type Sending = ReturnType<typeof useSend>;
type DescribeProps = Pick<RoundProps, 'prompt' | 'onPrompt'> & { asking: Sending; matching: Sending };

function Describe({ prompt, onPrompt, asking, matching }: DescribeProps) {
  const failure = matching.failure ?? asking.failure;
  return (
    <form id="fill" onSubmit={asking.onSubmit} className="grid gap-4">
      {failure && <FailureNote failure={failure} what="There is no plan." />}
      {failure?.code === 'AI_UNAVAILABLE' && <Button onClick={matching.onSubmit}>Match the words here instead</Button>}
      <Field label="What is it for" hint="names of the vault are seen, never a secret">
        <TextArea value={prompt} onChange={onPrompt} rows={4} maxLength={2000} required />
      </Field>
    </form>
  );
}

function PlanButton({ isBusy }: { isBusy: boolean }) {
  return (
    <Button kind="primary" type="submit" form="fill" isBusy={isBusy}>
      Make a plan
    </Button>
  );
}

function AddButton({ many, adding }: { many: number; adding: Sending }) {
  return (
    <Button kind="primary" isBusy={adding.isBusy} disabled={many === 0} onClick={adding.onSubmit}>
      Open {count(many, 'secret')} and add
    </Button>
  );
}

function Again({ onClick }: { onClick: () => void }) {
  return (
    <Button kind="quiet" onClick={onClick}>
      Describe it again
    </Button>
  );
}

function startOf(project: string, fileType: string | null): string {
  const environment = fileType === null ? null : environmentOf(fileType);
  return `Everything that ${project} needs${environment === null ? '' : ` in ${environment}`}`;
}
