import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { fileName } from '#web/pages/envs/file-types.ts';
import { paths } from '#web/paths.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';

/** `id` of the env project that is there; null: one of that name is made. */
export type FileToKeep = { env: string; fileType: string; name: string; id: string | null };

/** Puts a file into an env project, past every cache, for it holds secrets. */
export function useKeepFile(onDone: () => void): (file: FileToKeep) => Promise<void> {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  const navigate = useNavigate();
  return async ({ env, fileType, name, id }) => {
    const projectId = id ?? (await client.envs.create.mutate({ name })).id;
    await client.envFiles.put.mutate({ id: projectId, fileType, content: env }).finally(() => {
      for (const part of [trpc.envs, trpc.envFiles, trpc.stats]) void queries.invalidateQueries(part.pathFilter());
    });
    onDone();
    const open = () => void navigate({ href: paths.env(projectId) });
    toasts.done('Saved', { name: `${name}/${fileName(fileType)}`, act: { label: 'Open', run: open } });
  };
}
