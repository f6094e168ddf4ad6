import { useState } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { failureOf } from '#web/lib/failure.ts';
import { count } from '#web/lib/format.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import { inputOfMoved } from './form.ts';
import { type PickedToken, type Scanned, withMoved } from './picked.ts';
import { useSaveToken } from './use-save-token.ts';

type Export = Extract<Scanned, { kind: 'export' }>;

/** Tokens on their way from another app: picked from its pictures, then added one after the other. */
export function useMoving(here: readonly TwoFactor[], onDone: () => void) {
  const [tokens, setTokens] = useState<PickedToken[]>([]);
  const [parts, setParts] = useState<{ seen: ReadonlySet<number>; all: number }>({ seen: new Set(), all: 1 });
  const [isBusy, setBusy] = useState(false);
  const { add, refresh } = useSaveToken();
  const toasts = useToasts();

  const take = ({ tokens: moved, part, parts: all }: Export) => {
    setTokens((before) => withMoved(before, moved, here));
    setParts(({ seen }) => ({ seen: new Set(seen).add(part), all }));
  };
  const addChosen = async () => {
    setBusy(true);
    const chosen = tokens.filter(({ isChosen }) => isChosen);
    const refused = new Map<string, string>();
    for (const token of chosen) {
      await add(inputOfMoved(token)).catch((error: unknown) => refused.set(token.key, failureOf(error).message));
    }
    refresh();
    setBusy(false);
    const many = chosen.length - refused.size;
    if (many > 0) toasts.done('Added', { name: count(many, 'token') });
    if (refused.size === 0) return onDone();
    // What was refused stays in the list with the reason, to be tried again or left.
    setTokens((all) => all.flatMap((token) => keep(token, refused.get(token.key))));
  };
  return { tokens, setTokens, parts, isBusy, take, addChosen };
}

function keep(token: PickedToken, failure: string | undefined): PickedToken[] {
  if (failure !== undefined) return [{ ...token, failure }];
  return token.isChosen ? [] : [token];
}
