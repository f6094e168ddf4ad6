import { type ReactNode, useLayoutEffect, useState } from 'react';
import { createPortal } from 'react-dom';

export const STATUS_OWN = 'status-own';

/** What a page says at the foot of the window, in place of what is revealed: where the cursor is, what is wrong. */
export function StatusOwn({ children }: { children: ReactNode }) {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  useLayoutEffect(() => setSlot(document.getElementById(STATUS_OWN)), []);
  return slot && createPortal(children, slot);
}
