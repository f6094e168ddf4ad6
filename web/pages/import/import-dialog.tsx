import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { count } from '#web/lib/format.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import { decisionOf, proposed, type Variable } from './choices.ts';
import { PlaceFields } from './place-fields.tsx';
import { Preview } from './preview.tsx';
import { TextStep } from './text-step.tsx';
import { type Place, usePreview } from './use-preview.ts';

export type ImportDialogProps = {
  /** What was pasted before; without it the dialog asks for it. */
  text?: string;
  onClose: () => void;
  onDone?: () => void;
};

const FIRST_PROJECT = 'my-app';

/** Takes a dotenv text over: where to, then key by key what becomes of it, then all at once. */
export function ImportDialog({ text: pasted = '', onClose, onDone }: ImportDialogProps) {
  const trpc = useTRPC();
  const { data: names = [] } = useQuery(trpc.entries.projectNames.queryOptions({}));
  const [text, setText] = useState(pasted);
  const [place, setPlace] = useState<Place>({ name: names[0] ?? FIRST_PROJECT, environment: 'development' });
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const { result, failure } = usePreview(text, place);
  const done = () => {
    onClose();
    onDone?.();
  };
  const apply = useApply(text, place, done);
  const variables = result?.variables ?? [];
  const taken = variables.filter((one) => (chosen[one.variable] ?? proposed(one)) !== 'skip');
  const shown = apply.failure ?? failure;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="l"
      isDraft={text !== ''}
      title="Import a .env"
      detail="Nothing is stored before you say so."
      cost={result && summary(variables, taken)}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={taken.length === 0}
            isBusy={apply.isBusy}
            onClick={() => void apply.run(variables, chosen)}
          >
            {taken.length === 0 ? 'Import' : `Import ${count(taken.length, 'key')}`}
          </Button>
        </>
      }
    >
      {shown && <FailureNote failure={shown} what="Nothing was imported." />}
      {text.trim() === '' ? (
        <TextStep onText={setText} />
      ) : (
        <>
          <PlaceFields place={place} onChange={setPlace} names={names} />
          {result && <Preview result={result} chosen={chosen} onChoose={setChosen} />}
        </>
      )}
    </Dialog>
  );
}

function useApply(text: string, place: Place, done: () => void) {
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async (variables: readonly Variable[], chosen: Readonly<Record<string, string>>) => {
    const decisions = variables.map((one) => decisionOf(one, chosen[one.variable] ?? proposed(one)));
    setBusy(true);
    try {
      const { variables: applied } = await client.entries.import.mutate({ text, ...place, mode: 'apply', decisions });
      const many = applied.filter(({ action }) => action !== 'skip').length;
      await queries.invalidateQueries();
      toasts.done(`Imported ${count(many, 'key')} into`, { name: place.name, detail: place.environment });
      done();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };
  return { run, isBusy, failure };
}

function summary(all: readonly Variable[], taken: readonly Variable[]): string {
  const left = all.length - taken.length;
  return left === 0 ? `${count(all.length, 'key')} read` : `${count(all.length, 'key')} read, ${left} left out`;
}
