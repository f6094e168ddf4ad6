import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '#web/trpc.ts';

/** What keeps it from being known who is signed in; null where nothing does. It stays while the server is asked again. */
export function useAccountFailure(): unknown {
  const trpc = useTRPC();
  const { data, failureReason } = useQuery(trpc.account.get.queryOptions({}, { staleTime: 60_000 }));
  const [last, setLast] = useState<unknown>(null);
  if (failureReason !== null && failureReason !== last) setLast(failureReason);
  return data === undefined ? last : null;
}
