import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Entry, Environment } from '#shared/entries.ts';
import { issueAt } from '#web/lib/failure.ts';
import { useSend } from '#web/lib/use-send.ts';
import { labelOf } from '#web/pages/keys/entries.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { ENVIRONMENTS } from '#web/ui/environment.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Tile } from '#web/ui/tile.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import { placeOf } from './entry-words.ts';
import { EnvironmentField, ProjectField } from './place-fields.tsx';
import { useEntryWrites } from './use-entry-deeds.ts';

export type DuplicateDialogProps = { entry: Entry; onClose: () => void; onCopied?: (copy: Entry) => void };

/** Puts the same secret in another project or environment. It does not pass through here. */
export function DuplicateDialog({ entry, onClose, onCopied }: DuplicateDialogProps) {
  const [name, setName] = useState(entry.name);
  const [environment, setEnvironment] = useState<Environment>(() => otherThan(entry.environment));
  const { copy } = useEntryWrites();
  const toasts = useToasts();
  const { failure, isBusy, onSubmit } = useSend(async () => {
    const made = await copy({ id: entry.id, name, environment });
    toasts.done('Duplicated', { name: labelOf(made), detail: placeOf(made) });
    onClose();
    onCopied?.(made);
  });
  const isThere = useIsThere(entry.categoryId, name, environment);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDraft={name !== entry.name}
      title={`Duplicate ${labelOf(entry)}`}
      detail={`of ${placeOf(entry)}`}
      tile={<Tile icon={entry.category.icon} name={entry.category.name} />}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="duplicate" isBusy={isBusy}>
            Duplicate entry
          </Button>
        </>
      }
    >
      <form id="duplicate" onSubmit={onSubmit} className="grid gap-4">
        {failure && failure.issues.length === 0 && (
          <FailureNote failure={failure} what="The entry was not duplicated." />
        )}
        <ProjectField value={name} onChange={setName} error={issueAt(failure, 'name')} />
        <EnvironmentField value={environment} onChange={setEnvironment} />
        <p className="help">{isThere ? BOTH_STAY : STAYS_INSIDE}</p>
      </form>
    </Dialog>
  );
}

const STAYS_INSIDE = 'The server copies the secret with its note and its date; it does not pass through this page.';
const BOTH_STAY = 'There is one already: both stay, and where only one can count the newer one does.';

function useIsThere(categoryId: string, name: string, environment: Environment): boolean {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.entries.list.queryOptions({ categoryId }));
  return data.some((one) => one.name === name.trim() && one.environment === environment);
}

function otherThan(environment: Environment): Environment {
  return ENVIRONMENTS.find((one) => one !== environment) ?? 'production';
}
