import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Category } from '#shared/categories.ts';
import { count } from '#web/lib/format.ts';
import { useSend } from '#web/lib/use-send.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Tile } from '#web/ui/tile.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import { CategoryFields } from './category-fields.tsx';
import { type CategoryForm, EMPTY_FORM, formOf, inputOf } from './category-form.ts';

export type CategoryDialogProps = {
  /** The one to change; without it a new one is made. */
  category?: Category;
  /** What stands in the form of a new one. */
  start?: CategoryForm;
  onClose: () => void;
  onSaved?: (category: Category) => void;
};

/** Makes a category or changes one. The form follows the key type. */
export function CategoryDialog({ category, start = EMPTY_FORM, onClose, onSaved }: CategoryDialogProps) {
  const [form, setForm] = useState(() => (category ? formOf(category) : start));
  const [first] = useState(form);
  const save = useSave(category);
  const name = useRef<HTMLInputElement>(null);
  const { failure, isBusy, onSubmit } = useSend(async () => {
    const saved = await save(form);
    onClose();
    onSaved?.(saved);
  });
  const isNew = category === undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isNew ? 'New category' : `Edit ${category.name}`}
      detail={
        isNew ? 'A kind of key: its icon, its type, its variable.' : count(category.entryCount, 'entry', 'entries')
      }
      tile={<Tile icon={form.icon === '' ? null : form.icon} name={form.name === '' ? '?' : form.name} />}
      isDraft={form !== first}
      initialFocus={name}
      deeds={<Deeds isNew={isNew} isBusy={isBusy} onCancel={onClose} />}
    >
      <form id="category" onSubmit={onSubmit} className="grid gap-4">
        {failure && failure.issues.length === 0 && (
          <FailureNote
            failure={failure}
            what={isNew ? 'The category was not created.' : 'The category was not saved.'}
          />
        )}
        <CategoryFields
          form={form}
          onChange={setForm}
          failure={failure}
          nameRef={name}
          entries={category?.entryCount ?? 0}
        />
      </form>
    </Dialog>
  );
}

function Deeds({ isNew, isBusy, onCancel }: { isNew: boolean; isBusy: boolean; onCancel: () => void }) {
  return (
    <>
      <Button onClick={onCancel}>Cancel</Button>
      <Button kind="primary" type="submit" form="category" isBusy={isBusy}>
        {isNew ? 'Create category' : 'Save category'}
      </Button>
    </>
  );
}

function useSave(category: Category | undefined) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  return async (form: CategoryForm): Promise<Category> => {
    const input = inputOf(form);
    const saved = category
      ? await client.categories.update.mutate({ id: category.id, ...input })
      : await client.categories.create.mutate(input);
    await Promise.all([
      queries.invalidateQueries(trpc.categories.pathFilter()),
      queries.invalidateQueries(trpc.entries.pathFilter()),
      queries.invalidateQueries(trpc.stats.pathFilter()),
    ]);
    toasts.done(category ? 'Saved' : 'Created', { name: saved.name });
    return saved;
  };
}
