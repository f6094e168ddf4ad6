import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '#web/trpc.ts';
import { lastDays } from './reckon.ts';

/** What presses and what happened lately; asked anew when a new day begins. */
export function useOverview(now: Date) {
  const trpc = useTRPC();
  const today = now.toDateString();
  const days = useMemo(() => lastDays(new Date(today)), [today]);
  return useQuery(trpc.overview.get.queryOptions({ days }, { placeholderData: keepPreviousData }));
}
