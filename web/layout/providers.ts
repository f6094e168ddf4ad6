import { useQuery } from '@tanstack/react-query';
import type { Providers } from '#shared/sign-in.ts';
import { send } from '#web/lib/http.ts';

const FIVE_MINUTES = 300_000;

/** Which ways to sign in there are; undefined until the server said so. */
export function useSignInWays(): Providers | undefined {
  const { data } = useQuery({
    queryKey: ['providers'],
    // The route answers by this schema: server/http/auth-routes.ts.
    queryFn: async () => (await send('GET', '/api/auth/providers')) as Providers,
    staleTime: FIVE_MINUTES,
  });
  return data;
}
