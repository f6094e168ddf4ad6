import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { type Filters, inputOf } from './filters.ts';

const PAGE = 100;
/** Reveals tell nobody that something changed, so the newest page is looked at now and then. */
const LOOK_MS = 10_000;

/** The events that fit, newest first, a page at a time. */
export function useChain(filters: Filters) {
  const [trpc, client] = [useTRPC(), useTRPCClient()];
  const input = { ...inputOf(filters), limit: PAGE };
  const query = useInfiniteQuery({
    queryKey: trpc.audit.list.infiniteQueryKey(input),
    // tRPC's own options would send a direction along, which the contract does not know.
    queryFn: ({ pageParam: cursor }) => client.audit.list.query({ ...input, ...(cursor === null ? {} : { cursor }) }),
    initialPageParam: START,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : (last.at(-1)?.id ?? null)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : LOOK_MS),
  });
  return { query, events: query.data?.pages.flat() ?? [] };
}

/** Before the first page there is no id to begin after. */
const START: string | null = null;
