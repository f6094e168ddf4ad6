import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { Confirm } from './confirm.tsx';
import { IconButton } from './icon-button.tsx';

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  /** One line under the title. */
  detail?: ReactNode;
  /** A tile before the title. */
  tile?: ReactNode;
  /** 560, 620 or 880 wide. */
  width?: 'm' | 'l' | 'xl';
  /** At the left of the footer: what the deed costs. */
  cost?: ReactNode;
  /** At the right of the footer: cancel, then the deed. */
  deeds?: ReactNode;
  /** Who has the focus first; otherwise the first field. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Who gets the focus back; otherwise whoever had it before. */
  finalFocus?: RefObject<HTMLElement | null>;
  /** What is typed would be lost: Escape, the cross and a click beside it ask first. Cancel is meant. */
  isDraft?: boolean;
  /** A click beside it does nothing: for what asks in its own way, or has little to lose and much to repeat. */
  holds?: boolean;
  children: ReactNode;
};

const FIELDS = 'input:not([type="hidden"], [type="file"], [aria-hidden]), textarea, [role="radio"][tabindex="0"]';
const WIDTHS = { m: '', l: 'wide', xl: 'broad' } as const;

/** Traps the focus, gives it back, closes with Escape. Load the file that uses it with `lazy`. */
export function Dialog({ isOpen, onClose, title, detail, tile, width = 'm', children, ...rest }: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  // The first that can take the focus would be the cross. A finger's tap must not call up the keyboard unasked.
  const firstField = (by: string) => by === 'touch' || (body.current?.querySelector<HTMLElement>(FIELDS) ?? true);
  const [isAsking, setAsking] = useState(false);
  const leave = rest.isDraft ? () => setAsking(true) : onClose;
  return (
    <Base.Root open={isOpen} onOpenChange={(next) => !next && leave()} disablePointerDismissal={rest.holds ?? false}>
      <DiscardDraft isOpen={isAsking} onClose={() => setAsking(false)} onDiscard={onClose} />
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Viewport className="stage">
          <Base.Popup
            className={`dialog ${WIDTHS[width]}`}
            initialFocus={rest.initialFocus ?? firstField}
            finalFocus={rest.finalFocus}
          >
            <header>
              {tile}
              <div>
                <Base.Title>{title}</Base.Title>
                {detail && <Base.Description className="small faint">{detail}</Base.Description>}
              </div>
              <Base.Close render={<IconButton label="Close" icon={X} />} />
            </header>
            <div className="body" ref={body}>
              {children}
            </div>
            {(rest.deeds || rest.cost) && (
              <footer>
                <span className="small faint">{rest.cost}</span>
                <span className="push">{rest.deeds}</span>
              </footer>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

type DiscardProps = { isOpen: boolean; onClose: () => void; onDiscard: () => void };

function DiscardDraft({ isOpen, onClose, onDiscard }: DiscardProps) {
  return (
    <Confirm
      isOpen={isOpen}
      onClose={onClose}
      title="Discard the draft"
      deed="Discard the draft"
      onConfirm={async () => onDiscard()}
    >
      What you filled in stands in this dialog alone. Cancel to go on with it.
    </Confirm>
  );
}
