import {
  createTRPCClient,
  httpBatchStreamLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
  type TRPCLink,
} from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { createTRPCContext } from '@trpc/tanstack-react-query';
// The one line of web/ that names the server, and it is gone when the types are.
import type { AppRouter } from '#server/api/router.ts';

const URL_OF_TRPC = '/trpc';
/** The server refuses longer ones. */
const MAX_BATCH = 10;

export type Client = TRPCClient<AppRouter>;
export type Inputs = inferRouterInputs<AppRouter>;
export type Outputs = inferRouterOutputs<AppRouter>;

/** `useTRPC()` for queries and mutations; `useTRPCClient()` for what must not enter a cache: every reveal. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** The client that the whole app shares; `main.tsx` makes it. `onError` hears of every failure first. */
export function createClient(onError: (error: unknown) => void): Client {
  return createTRPCClient<AppRouter>({
    links: [
      tellErrors(onError),
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url: URL_OF_TRPC }),
        false: httpBatchStreamLink({ url: URL_OF_TRPC, maxItems: MAX_BATCH }),
      }),
    ],
  });
}

function tellErrors(onError: (error: unknown) => void): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) =>
        next(op).subscribe({
          ...observer,
          error: (error) => {
            onError(error);
            observer.error(error);
          },
        }),
      );
}
