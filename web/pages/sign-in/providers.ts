import { useEffect, useState } from 'react';
import type { Providers } from '#shared/sign-in.ts';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { send } from '#web/lib/http.ts';

/** Which ways in there are; null until the server said so. */
export function useProviders(): { providers: Providers | null; failure: Failure | null } {
  const [providers, setProviders] = useState<Providers | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    send('GET', '/api/auth/providers')
      // The route answers by this schema: server/http/auth-routes.ts.
      .then((answer) => setProviders(answer as Providers))
      .catch((error: unknown) => setFailure(failureOf(error)));
  }, []);
  return { providers, failure };
}
