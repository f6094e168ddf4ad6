import { useEffect, useState } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { useSearchParam } from '#web/lib/address.ts';
import { useIsPhone } from '#web/lib/media.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import type { Codes } from './codes.ts';
import { RecoveryPanel, TakenRow } from './recovery-panel.tsx';
import type { TokenActs } from './token-acts.ts';
import { TokenCard } from './token-card.tsx';
import type { Taken } from './use-taken.ts';

export type TokenGridProps = { tokens: readonly TwoFactor[]; codes: Codes; acts: TokenActs; taken: Taken };

/** The cards, with a cursor that `j` and `k` move; beside them the recovery codes of the card under it. */
export function TokenGrid({ tokens, codes, acts, taken }: TokenGridProps) {
  const { current, setCursor } = useCursor(tokens, acts);
  const isPhone = useIsPhone();
  return (
    <div className="otp-page">
      <ul className="otps" aria-label="Two-factor tokens">
        {tokens.map((token) => (
          <TokenCard
            key={token.id}
            token={token}
            codes={codes}
            acts={acts}
            isAt={token.id === current?.id}
            onFocus={() => setCursor(token.id)}
          >
            {isPhone && <TakenHere token={token} taken={taken} />}
          </TokenCard>
        ))}
      </ul>
      {current && !isPhone && <RecoveryPanel token={current} taken={taken} acts={acts} />}
    </div>
  );
}

/** A phone has no room beside the card. */
function TakenHere({ token, taken }: { token: TwoFactor; taken: Taken }) {
  const code = taken.get(token.id);
  if (code === null) return null;
  return (
    <ol className="codes">
      <TakenRow token={token} taken={taken} code={code} />
    </ol>
  );
}

/** Begins at the token of the address, or else at the first; from there on it is where the focus is. */
function useCursor(tokens: readonly TwoFactor[], acts: TokenActs) {
  const [asked] = useSearchParam('token');
  const [moved, setMoved] = useState<{ from: string | null; to: string } | null>(null);
  // Another token in the address, from the palette, calls the cursor there.
  const cursor = moved !== null && moved.from === asked ? moved.to : asked;
  const at = Math.max(
    0,
    tokens.findIndex(({ id }) => id === cursor),
  );
  const current = tokens[at];
  const isHere = asked !== null && tokens.some(({ id }) => id === asked);
  useEffect(() => {
    if (!isHere) return;
    // The dialog that led here gives the focus back first.
    const timer = setTimeout(() => focusOn(asked), 0);
    return () => clearTimeout(timer);
  }, [asked, isHere]);
  const setCursor = (to: string) => setMoved({ from: asked, to });
  const move = (step: number) => focusOn(tokens[Math.max(0, Math.min(tokens.length - 1, at + step))]?.id);
  const withCurrent = (run: (token: TwoFactor) => unknown) => () => void (current && run(current));
  useShortcuts([
    { keys: 'j', label: 'move', hint: true, shows: 'j k', run: () => move(1) },
    { keys: 'k', label: 'move back', run: () => move(-1) },
    { keys: 'c', label: 'copy', hint: true, run: withCurrent(acts.copy) },
    { keys: 'r', label: 'show or mask', hint: true, run: withCurrent(acts.toggle) },
    { keys: 'u', label: 'use a recovery code', hint: true, run: withCurrent(acts.use) },
    { keys: 'e', label: 'edit token', run: withCurrent(acts.edit) },
    { keys: 'd', label: 'delete token', run: withCurrent(acts.remove) },
  ]);
  return { current, setCursor };
}

/** A token without a code has no button for it; then the one of its recovery codes has the focus. */
function focusOn(id: string | undefined): void {
  const card = document.querySelector(`[data-card="${id}"]`);
  card?.querySelector<HTMLElement>('.digits, .foot .btn')?.focus();
  card?.scrollIntoView({ block: 'nearest' });
}
