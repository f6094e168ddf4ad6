import { ArrowRight } from 'lucide-react';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Mask } from '#web/ui/secret.tsx';
import type { Change } from './changes.ts';
import type { Piece } from './pieces.ts';

const SIGNS: Record<Change['kind'], { sign: string; look: string }> = {
  changed: { sign: '~', look: 'soon' },
  moved: { sign: '~', look: 'soon' },
  added: { sign: '+', look: 'ok' },
  removed: { sign: '−', look: 'danger' },
};

export type ChangeRowProps = { change: Change; isShown: boolean; onUndo: () => void };

export function ChangeRow({ change, isShown, onUndo }: ChangeRowProps) {
  const { kind, before, after } = change;
  const { sign, look } = SIGNS[kind];
  const piece = after ?? before;
  if (piece === null) return null;
  return (
    <div className="diff">
      <div className="name">
        <span className={`sign ${look}`} aria-hidden="true">
          {sign}
        </span>
        <span className="sr">{kind}</span>
        {piece.name === null ? <span className="dim">{wordsFor(piece)}</span> : <Name piece={piece} />}
        <span className="faint small">{placeOf(change)}</span>
        <Button size="s" kind="quiet" onClick={onUndo}>
          Undo <span className="sr">{piece.name ?? wordsFor(piece)}</span>
        </Button>
      </div>
      {kind !== 'moved' && piece.text.trim() !== '' && <Values change={change} isShown={isShown} />}
    </div>
  );
}

function Name({ piece }: { piece: Piece }) {
  return (
    <span className="mono strong clip" title={piece.name ?? ''}>
      {piece.name}
    </span>
  );
}

/** One mask for each side; or, when asked for, what stands there. The editor beside it shows as much. */
function Values({ change: { before, after }, isShown }: { change: Change; isShown: boolean }) {
  const sides = [before, after].filter((side) => side !== null);
  if (isShown) {
    return (
      <div className="vals">
        {before && <Side label={after ? 'was' : ''} piece={before} />}
        {after && <Side label={before ? 'now' : ''} piece={after} />}
      </div>
    );
  }
  return (
    <div className="vals">
      <span>
        <Mask />
        {sides.length === 2 && (
          <>
            <Icon of={ArrowRight} small />
            <Mask />
          </>
        )}
        {isSameValue(before, after) && <span className="faint small">the same value, written otherwise</span>}
      </span>
    </div>
  );
}

function Side({ label, piece }: { label: string; piece: Piece }) {
  return (
    <span>
      {label !== '' && <em>{label}</em>}
      <span className="value">{piece.value ?? piece.text}</span>
    </span>
  );
}

function isSameValue(before: Piece | null, after: Piece | null): boolean {
  return before !== null && after !== null && before.value !== null && before.value === after.value;
}

function wordsFor({ text }: Piece): string {
  if (text.trim() === '') return 'an empty line';
  return text.trim().startsWith('#') ? 'a comment' : 'a line that does not parse';
}

function placeOf({ kind, before, after }: Change): string {
  if (after === null) return `was line ${before?.line}`;
  return kind === 'moved' ? `line ${after.line}, was line ${before?.line}` : `line ${after.line}`;
}
