import { useQuery } from '@tanstack/react-query';
import type { Account } from '#shared/account.ts';
import { send } from '#web/lib/http.ts';
import { useTRPC } from '#web/trpc.ts';

/** Who is signed in; undefined until the server said so. */
export function useAccount(): Account | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.account.get.queryOptions({}, { staleTime: 60_000 })).data;
}

/** Ends the session and leaves for the door, or for Keycloak's own sign-out. */
export async function signOut(): Promise<void> {
  const answer = await send('POST', '/api/auth/sign-out');
  const redirectTo = isRedirect(answer) ? answer.redirectTo : null;
  location.assign(redirectTo ?? '/sign-in');
}

function isRedirect(value: unknown): value is { redirectTo: string | null } {
  return typeof value === 'object' && value !== null && 'redirectTo' in value;
}
