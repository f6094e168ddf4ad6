import { useQueryClient } from '@tanstack/react-query';
import type { Environment } from '#shared/entries.ts';
import type { Project } from '#shared/projects.ts';
import { useEntryWrites } from '#web/pages/entries/use-entry-deeds.ts';
import { useTRPC } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import { type MatrixCell, type MatrixRow, withFilled } from './matrix.ts';

/** Fills a gap from another environment; the cell is full at once, and empty again if the server refuses. */
export function useFillGap(project: Project) {
  const { name } = project;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toasts = useToasts();
  const { copy } = useEntryWrites();
  const key = trpc.projects.get.queryKey({ name });
  return async (row: MatrixRow, source: MatrixCell, environment: Environment): Promise<void> => {
    if (source.entryId === null) return;
    await queries.cancelQueries({ queryKey: key });
    const before = queries.getQueryData(key);
    queries.setQueryData(key, (now) => now && withFilled(now, row, source, environment));
    try {
      const field = row.field === null ? {} : { field: row.field };
      await copy({ id: source.entryId, name, environment, ...field });
      toasts.done('Filled', { name: row.label, detail: `Copied from ${source.environment} to ${environment}.` });
    } catch (error) {
      queries.setQueryData(key, before);
      toasts.failed(`${row.label} was not copied to ${environment}`, error);
    }
  };
}
