import { Eye, EyeOff, Lock } from 'lucide-react';
import { REVEAL_MS } from '#web/lib/reveals.ts';
import type { RevealCell } from '#web/lib/use-reveal.ts';
import { Countdown } from './countdown.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';

const DOTS = '••••••••••';

/** Ten dots, whatever the length. */
export function Mask() {
  return (
    <span className="mask">
      <span aria-hidden="true">{DOTS}</span>
      <span className="sr">masked</span>
    </span>
  );
}

/** The cell of a secret: masked, or the value on one line with a ring; `useReveal` gives `cell`. */
export function Secret({ cell, words }: { cell: RevealCell; words?: string }) {
  if (cell.failure !== null) {
    return (
      <span className="flag danger" title={cell.failure.message}>
        <Icon of={Lock} />
        stayed sealed
        <span className="sr">: {cell.failure.message}</span>
      </span>
    );
  }
  if (cell.shown === null) return <Mask />;
  return (
    <span className="cellrow">
      <span className="open clip">{cell.shown.text}</span>
      <Countdown until={cell.shown.until} totalMs={REVEAL_MS} {...(words ? { words } : {})} />
    </span>
  );
}

/** The eye of a row: `name` says whose, for those who hear it alone. */
export function RevealButton({ cell, name }: { cell: RevealCell; name: string }) {
  const isShown = cell.shown !== null;
  return (
    <IconButton
      label={isShown ? `Mask ${name}` : `Reveal ${name}`}
      icon={isShown ? EyeOff : Eye}
      isOn={isShown}
      aria-pressed={isShown}
      aria-busy={cell.isOpening || undefined}
      onClick={() => void cell.toggle()}
    />
  );
}
