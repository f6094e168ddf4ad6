import type { Entry } from '#shared/entries.ts';
import { labelOf } from '#web/pages/keys/entries.ts';
import { Confirm } from '#web/ui/confirm.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import { placeOf } from './entry-words.ts';
import { useEntryWrites } from './use-entry-deeds.ts';

/** Deletes an entry once it was asked by its name. */
export function DeleteEntry({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { remove } = useEntryWrites();
  const toasts = useToasts();
  const confirm = async () => {
    await remove(entry);
    toasts.done('Deleted', { name: labelOf(entry), detail: placeOf(entry) });
  };
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={`Delete ${labelOf(entry)} of ${entry.name} in ${entry.environment}`}
      deed="Delete the entry"
      onConfirm={confirm}
    >
      Its secret cannot be brought back, except from a backup. The audit log keeps that it was here.
    </Confirm>
  );
}
