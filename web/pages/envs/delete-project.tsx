import { useQueryClient } from '@tanstack/react-query';
import type { EnvProject } from '#shared/envs.ts';
import { count } from '#web/lib/format.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Confirm } from '#web/ui/confirm.tsx';
import { useToasts } from '#web/ui/toaster.tsx';

export type DeleteProjectProps = { project: EnvProject; onClose: () => void; onDeleted?: () => void };

/** Deletes a project with its files; its name must be typed where there are any. */
export function DeleteProject({ project, onClose, onDeleted }: DeleteProjectProps) {
  const { id, name, fileCount } = project;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  const list = trpc.envs.list.queryKey({});
  const remove = async () => {
    const before = queries.getQueryData(list);
    queries.setQueryData(list, (all) => all?.filter((one) => one.id !== id));
    await client.envs.delete.mutate({ id }).catch((error: unknown) => {
      queries.setQueryData(list, before);
      throw error;
    });
    onDeleted?.();
    void queries.invalidateQueries(trpc.envs.list.pathFilter());
    void queries.invalidateQueries(trpc.stats.pathFilter());
    toasts.done('Deleted', { name });
  };
  const files = count(fileCount, 'file');
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={fileCount === 0 ? `Delete ${name}` : `Delete ${name} and its ${files}`}
      deed={fileCount === 0 ? 'Delete the project' : `Delete ${files}`}
      onConfirm={remove}
      {...(fileCount > 0 ? { typed: name } : {})}
    >
      {fileCount === 0
        ? 'The project has no files. What you wrote about it is lost with it.'
        : 'Their content cannot be brought back, except from a backup. Entries of the same name stay as they are.'}
    </Confirm>
  );
}
