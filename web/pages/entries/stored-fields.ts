import { useQuery } from '@tanstack/react-query';
import type { Entry } from '#shared/entries.ts';
import type { Project } from '#shared/projects.ts';
import { useTRPC } from '#web/trpc.ts';

/** The fields of a group's entry that hold something, as the matrix of its project knows them: no secret is opened. */
export function useStoredFields(entry: Entry | undefined): readonly string[] {
  const trpc = useTRPC();
  const isGroup = entry?.category.keyType === 'group';
  const { data } = useQuery(trpc.projects.get.queryOptions({ name: entry?.name ?? '' }, { enabled: isGroup }));
  return entry === undefined || data === undefined ? [] : storedIn(data, entry);
}

/** Of two entries in one place the matrix tells of the newer: of the other one nothing is known. */
export function storedIn({ rows }: Project, { id, categoryId, environment }: Entry): string[] {
  return rows
    .filter((row) => row.categoryId === categoryId && row.cells[environment].entryId === id)
    .flatMap(({ variable }) => variable ?? []);
}

/** The fields that an entry has or may have, in order. */
export function fieldsOf(definitions: readonly string[] | null, stored: readonly string[]): string[] {
  return [...new Set([...(definitions ?? []), ...stored])];
}
