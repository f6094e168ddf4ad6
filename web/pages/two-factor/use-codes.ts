import { useEffect, useState, useSyncExternalStore } from 'react';
import { useReveals } from '#web/lib/use-reveal.ts';
import { useTRPCClient } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import { type Codes, createCodes } from './codes.ts';
import type { ShownCode } from './shelf.ts';

/** The codes that this page shows, for as long as it stands. */
export function useCodes(): Codes {
  const reveals = useReveals();
  const client = useTRPCClient();
  const toasts = useToasts();
  const [codes] = useState(() =>
    createCodes({
      reveals,
      fetch: (ids) => client.twoFactor.revealMany.mutate({ ids }),
      isInSight: () => document.visibilityState === 'visible',
      onFailure: (error) => toasts.failed('The codes were not renewed', error),
    }),
  );
  useEffect(() => codes.attach(), [codes]);
  return codes;
}

export function useShownCode(codes: Codes, id: string): ShownCode | null {
  return useSyncExternalStore(codes.subscribe, () => codes.get(id));
}

export function useManyShown(codes: Codes): number {
  return useSyncExternalStore(codes.subscribe, codes.many);
}
