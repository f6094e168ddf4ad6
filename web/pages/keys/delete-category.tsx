import { useQueryClient } from '@tanstack/react-query';
import type { Category } from '#shared/categories.ts';
import { count } from '#web/lib/format.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Confirm } from '#web/ui/confirm.tsx';
import { useToasts } from '#web/ui/toaster.tsx';

export type DeleteCategoryProps = { category: Category; onClose: () => void; onDeleted?: () => void };

/** Deletes a category with all its entries; the name must be typed where there are any. */
export function DeleteCategory({ category, onClose, onDeleted }: DeleteCategoryProps) {
  const { id, name, entryCount } = category;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  const list = trpc.categories.list.queryKey({});
  const remove = async () => {
    const before = queries.getQueryData(list);
    queries.setQueryData(list, (all) => all?.filter((one) => one.id !== id));
    await client.categories.delete.mutate({ id }).catch((error: unknown) => {
      queries.setQueryData(list, before);
      throw error;
    });
    void queries.invalidateQueries();
    toasts.done('Deleted', { name });
    onDeleted?.();
  };
  const entries = count(entryCount, 'entry', 'entries');
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={entryCount === 0 ? `Delete ${name}` : `Delete ${name} and its ${entries}`}
      deed={entryCount === 0 ? 'Delete the category' : `Delete ${entries}`}
      onConfirm={remove}
      {...(entryCount > 0 ? { typed: name } : {})}
    >
      {entryCount === 0
        ? 'The category has no entries. What you wrote about it is lost with it.'
        : 'Their secrets cannot be brought back, except from a backup. The audit log keeps that they were here.'}
    </Confirm>
  );
}
