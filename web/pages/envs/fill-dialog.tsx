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

/** Adds what a description needs and the draft lacks: a plan first, then the secrets that were ticked. */
export function FillDialog({ bench }: { bench: BenchParts }) {
  const { shown, open, project } = bench;
  const [prompt, setPrompt] = useState(() => startOf(project.name, shown.fileType));
  const fill = useFill(bench);
  const asking = useSend(() => fill.ask(prompt, false));
  const matching = useSend(() => fill.ask(prompt, true));
  const adding = useSend(fill.add);
  const isPlanned = fill.plan !== null;
  const canMatch = asking.failure?.code === 'AI_UNAVAILABLE';
  return (
    <Dialog
      isOpen
      onClose={() => open(null)}
      title={`Fill ${shown.name}`}
      detail="The plan opens nothing. What you tick is opened, and added to the draft; nothing is saved yet."
      width="l"
      isDraft={isPlanned}
      cost={
        isPlanned && (
          <Button kind="quiet" onClick={fill.again}>
            Describe it again
          </Button>
        )
      }
      deeds={
        <>
          <Button onClick={() => open(null)}>Cancel</Button>
          {isPlanned ? (
            <Button kind="primary" isBusy={adding.isBusy} disabled={fill.chosen.size === 0} onClick={adding.onSubmit}>
              Open {count(fill.chosen.size, 'secret')} and add
            </Button>
          ) : (
            <Button kind="primary" type="submit" form="fill" isBusy={asking.isBusy || matching.isBusy}>
              Make a plan
            </Button>
          )}
        </>
      }
    >
      {isPlanned ? (
        <>
          {adding.failure && <FailureNote failure={adding.failure} what="Nothing was added." />}
          <FillRows fill={fill} />
        </>
      ) : (
        <form id="fill" onSubmit={asking.onSubmit} className="grid gap-4">
          {asking.failure && <FailureNote failure={asking.failure} what="There is no plan." />}
          {canMatch && <Button onClick={matching.onSubmit}>Match the words here instead</Button>}
          <Field label="What is it for" hint="names of the vault are seen, never a secret">
            <TextArea value={prompt} onChange={setPrompt} rows={4} maxLength={2000} required />
          </Field>
        </form>
      )}
    </Dialog>
  );
}

function startOf(project: string, fileType: string | null): string {
  const environment = fileType === null ? null : environmentOf(fileType);
  return `Everything that ${project} needs${environment === null ? '' : ` in ${environment}`}`;
}
