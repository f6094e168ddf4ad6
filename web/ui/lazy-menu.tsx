import { cloneElement, lazy, type ReactElement, Suspense, useState } from 'react';
import type { MenuProps } from './menu.tsx';

const Menu = lazy(() => import('./menu.tsx').then((module) => ({ default: module.Menu })));

export type LazyMenuProps = Omit<MenuProps, 'trigger' | 'isOpen' | 'onOpenChange'> & {
  trigger: ReactElement<{ onClick?: () => void; 'aria-haspopup'?: 'menu' }>;
};

/** A menu whose code comes when it is first opened: for the frame, and where there is one on every card. */
export function LazyMenu({ trigger, ...rest }: LazyMenuProps) {
  const [isWanted, setWanted] = useState(false);
  const [isOpen, setOpen] = useState(true);
  const bare = cloneElement(trigger, { 'aria-haspopup': 'menu', onClick: () => setWanted(true) });
  if (!isWanted) return bare;
  return (
    <Suspense fallback={bare}>
      <Menu trigger={trigger} isOpen={isOpen} onOpenChange={setOpen} {...rest} />
    </Suspense>
  );
}
