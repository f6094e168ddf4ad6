import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { useReveals } from '#web/lib/use-reveal.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';

/** A recovery code that was taken on this visit; `place` counts from 1. */
export type TakenCode = { place: number; text: string };

export type Taken = {
  get(id: string): TakenCode | null;
  /** Takes the next one, for ever, and shows it. */
  take(token: TwoFactor): Promise<void>;
  forget(id: string): void;
};

export const takenCell = (id: string): string => `recovery-code:${id}`;

/**
 * The recovery codes that were taken here. The server gives none of them again, so one that masks itself (whoever took
 * it goes to another tab to type it) can be shown once more until it is let go of or the page is left.
 */
export function useTaken(): Taken {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const reveals = useReveals();
  const [taken, setTaken] = useState<ReadonlyMap<string, TakenCode>>(new Map());
  return {
    get: (id) => taken.get(id) ?? null,
    async take({ id, recoveryCodesTotal }) {
      const { recoveryCode, remaining } = await client.twoFactor.takeRecoveryCode.mutate({ id });
      setTaken((before) => new Map(before).set(id, { place: recoveryCodesTotal - remaining, text: recoveryCode }));
      reveals.show(takenCell(id), recoveryCode);
      queries.setQueryData(trpc.twoFactor.list.queryKey({}), (all) =>
        all?.map((token) => (token.id === id ? { ...token, recoveryCodesLeft: remaining } : token)),
      );
    },
    forget(id) {
      reveals.mask(takenCell(id));
      setTaken((before) => new Map([...before].filter(([key]) => key !== id)));
    },
  };
}
