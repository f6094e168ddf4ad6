import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#web/trpc.ts';

/** Reads the list of sessions again. */
export function useRefreshSessions(): () => Promise<void> {
  const [trpc, queries] = [useTRPC(), useQueryClient()];
  return () => queries.invalidateQueries(trpc.sessions.pathFilter());
}
