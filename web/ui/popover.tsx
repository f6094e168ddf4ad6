import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

export type PopoverProps = {
  /** The button that opens it. */
  trigger: ReactElement;
  title: string;
  /** Beside the title, at the right. */
  aside?: ReactNode;
  side?: 'bottom' | 'right';
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
};

/** Hangs from what opened it and never covers it. */
export function Popover({ trigger, title, aside, side = 'bottom', isOpen, onOpenChange, children }: PopoverProps) {
  const control = isOpen === undefined ? {} : { open: isOpen };
  return (
    <Base.Root {...control} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align="start" sideOffset={6} className="over">
          <Base.Popup className="pop grid w-79 gap-3 p-3.5">
            <div className="flex items-baseline justify-between">
              <Base.Title>{title}</Base.Title>
              <span className="small faint">{aside}</span>
            </div>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Closes the popover around it when it is clicked. */
export const PopoverClose = Base.Close;
