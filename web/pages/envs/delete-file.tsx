import { useQueryClient } from '@tanstack/react-query';
import type { EnvFile } from '#shared/envs.ts';
import { formatBytes } from '#web/lib/format.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Confirm } from '#web/ui/confirm.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import type { BenchParts } from './bench-parts.ts';
import { fileName } from './file-types.ts';

/** Deletes the file that is shown, its draft with it. */
export function DeleteFile({ bench, file }: { bench: BenchParts; file: EnvFile }) {
  const { project, files, open } = bench;
  const { id: fileId, fileType, size } = file;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  const name = fileName(fileType);
  const remove = async () => {
    await client.envFiles.delete.mutate({ id: project.id, fileId });
    files.drop(fileType);
    await queries.invalidateQueries(trpc.envs.pathFilter());
    toasts.done('Deleted', { name, detail: project.name });
  };
  return (
    <Confirm
      isOpen
      onClose={() => open(null)}
      title={`Delete ${name} of ${project.name}`}
      deed={`Delete ${name}`}
      onConfirm={remove}
    >
      Its {formatBytes(size)} cannot be brought back, except from a backup. The audit log keeps that it was here.
    </Confirm>
  );
}
