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
  location.assign(redirectOf(answer) ?? '/sign-in');
}

/** Where an answer of `/api/auth/…` sends the browser, if it does. */
export function redirectOf(answer: unknown): string | null {
  const isOne = typeof answer === 'object' && answer !== null && 'redirectTo' in answer;
  return isOne && typeof answer.redirectTo === 'string' ? answer.redirectTo : null;
}
