import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTRPC } from '#web/trpc.ts';
import { type Filters, inputOf } from './filters.ts';

const PAGE = 100;
/** Reveals tell nobody that something changed, so the newest page is looked at now and then. */
const LOOK_MS = 10_000;

/** The events that fit, newest first, a page at a time. */
export function useChain(filters: Filters) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      { ...inputOf(filters), limit: PAGE },
      {
        getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.id),
        placeholderData: keepPreviousData,
        refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : LOOK_MS),
      },
    ),
  );
  return { query, events: query.data?.pages.flat() ?? [] };
}
