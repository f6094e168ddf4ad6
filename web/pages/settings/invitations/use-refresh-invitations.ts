import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#web/trpc.ts';

/** Reads the list of invitations again. */
export function useRefreshInvitations(): () => Promise<void> {
  const [trpc, queries] = [useTRPC(), useQueryClient()];
  return () => queries.invalidateQueries(trpc.invitations.pathFilter());
}
