import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Entry } from '#shared/entries.ts';
import { useReveals } from '#web/lib/use-reveal.ts';
import { useTRPC } from '#web/trpc.ts';
import { type Row, rowsOf } from './rows.ts';

/** The lines of the table, and which groups stand open in it. Only their projects are asked for. */
export function useOpenedRows(entries: readonly Entry[]) {
  const trpc = useTRPC();
  const reveals = useReveals();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const names = [...new Set(entries.filter(({ id }) => opened.has(id)).map(({ name }) => name))];
  const found = useQueries({
    queries: names.map((name) => trpc.projects.get.queryOptions({ name })),
    // A project that cannot be read says nothing of its fields: those that are defined are offered all the same.
    combine: (results) => results.map(({ data, isError }) => data ?? (isError ? null : undefined)),
  });
  const key = names.join('\n');
  const rows = useMemo(() => {
    const known = key.split('\n').flatMap((name, at) => {
      const project = found[at];
      return project === undefined ? [] : [[name, project ?? { name, rows: [] }] as const];
    });
    return rowsOf(entries, opened, new Map(known));
  }, [entries, opened, found, key]);
  const toggle = ({ entry: { id } }: Row) => {
    const isOpen = opened.has(id);
    // What is folded away is masked with it.
    if (isOpen) for (const row of rows) if (row.entry.id === id) reveals.mask(row.key);
    setOpened(new Set(isOpen ? [...opened].filter((one) => one !== id) : [...opened, id]));
  };
  return { rows, isOpened: ({ entry }: Row) => opened.has(entry.id), toggle };
}
