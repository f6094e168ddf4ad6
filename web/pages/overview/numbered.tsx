import type { ReactNode } from 'react';

/** The title of one of several ways. */
export function Numbered({ at, children }: { at: number; children: ReactNode }) {
  return (
    <span className="n-h">
      <b aria-hidden="true">{at}</b>
      {children}
    </span>
  );
}
