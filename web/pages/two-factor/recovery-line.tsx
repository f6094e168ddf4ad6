import type { TwoFactor } from '#shared/two-factor.ts';
import { Button } from '#web/ui/button.tsx';

/** From so few on new ones are due. */
export const FEW = 3;

/** How the recovery codes of a token stand, in words and in the colour that goes with them. */
export function recoveryState({ recoveryCodesLeft: left, recoveryCodesTotal: total }: TwoFactor) {
  if (total === 0) return { words: 'no recovery codes stored', look: '', deed: 'Add' } as const;
  if (left === 0) return { words: 'no recovery codes left', look: 'danger', deed: 'Add new' } as const;
  return { words: `${left} of ${total} recovery codes`, look: left <= FEW ? 'soon' : '', deed: 'Use one' } as const;
}

export type RecoveryLineProps = { token: TwoFactor; onUse: () => void; onReplace: () => void };

/** The foot of a card: how many recovery codes are left, and the way to one of them. */
export function RecoveryLine({ token, onUse, onReplace }: RecoveryLineProps) {
  const { words, look, deed } = recoveryState(token);
  const isUse = deed === 'Use one';
  return (
    <div className="foot">
      <span className={look}>
        <Pips left={token.recoveryCodesLeft} total={token.recoveryCodesTotal} look={look} />
        {words}
      </span>
      <Button size="s" kind="quiet" onClick={isUse ? onUse : onReplace}>
        <span>
          {deed}
          <span className="sr">
            {isUse ? ' of the recovery codes of ' : ' recovery codes to '}
            {token.service}
          </span>
        </span>
      </Button>
    </div>
  );
}

/** More than ten pips say nothing that the number beside them does not. */
function Pips({ left, total, look }: { left: number; total: number; look: string }) {
  if (total === 0 || total > 10) return null;
  return (
    <span className={`pips ${look}`} aria-hidden="true">
      {Array.from({ length: total }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pips have no identity but their place
        <i key={at} className={at < left ? '' : 'u'} />
      ))}
    </span>
  );
}
