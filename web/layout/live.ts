import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Noun } from '#shared/audit.ts';
import { type Client, useTRPC, useTRPCClient } from '#web/trpc.ts';

type Part = Extract<keyof Client, string>;
const AGAIN_MS = 2000;

/** Which parts of the contract show something of a noun. */
const SHOWN_BY: Record<Noun, readonly Part[]> = {
  category: ['categories', 'entries', 'projects', 'stats', 'overview', 'search'],
  entry: ['entries', 'categories', 'projects', 'stats', 'overview', 'search'],
  'two-factor': ['twoFactor', 'stats', 'search'],
  'env-project': ['envs', 'envFiles', 'stats', 'search'],
  'env-file': ['envs', 'envFiles', 'stats'],
  'access-key': ['accessKeys'],
  session: ['sessions', 'account'],
  account: [
    'account',
    'invitations',
    'categories',
    'entries',
    'projects',
    'stats',
    'overview',
    'twoFactor',
    'envs',
    'accessKeys',
  ],
  export: [],
  ai: [],
  'sign-in': ['sessions'],
};

/** While the tab is in sight, hears what changes in the vault and reads it again; on return it reads all again. */
export function useLiveChanges(): void {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  useEffect(() => {
    const refresh = (noun: Noun) => invalidate(queries, [...SHOWN_BY[noun], 'audit'], trpc);
    return whileVisible({
      begin: () => listen(client, refresh),
      onReturn: () => void queries.invalidateQueries(),
    });
  }, [trpc, client, queries]);
}

function invalidate(queries: QueryClient, parts: readonly Part[], trpc: ReturnType<typeof useTRPC>): void {
  for (const part of parts) void queries.invalidateQueries(trpc[part].pathFilter());
}

/** Begins anew when the server ended the stream: it is time to look at the session again, or the session is over. */
function listen(client: Client, refresh: (noun: Noun) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current = subscribe();
  function subscribe() {
    const again = () => {
      timer = setTimeout(() => {
        current = subscribe();
      }, AGAIN_MS);
    };
    return client.live.changes.subscribe(undefined, {
      onData: ({ noun }) => refresh(noun),
      onComplete: () => {
        refresh('session');
        again();
      },
      onError: again,
    });
  }
  return () => {
    clearTimeout(timer);
    current.unsubscribe();
  };
}

function whileVisible({ begin, onReturn }: { begin: () => () => void; onReturn: () => void }): () => void {
  let end = document.visibilityState === 'visible' ? begin() : null;
  const changed = () => {
    const isVisible = document.visibilityState === 'visible';
    if (isVisible && end === null) {
      onReturn();
      end = begin();
    }
    if (!isVisible) {
      end?.();
      end = null;
    }
  };
  document.addEventListener('visibilitychange', changed);
  return () => {
    document.removeEventListener('visibilitychange', changed);
    end?.();
  };
}
