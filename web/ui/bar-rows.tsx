import type { ReactNode } from 'react';
import { formatNumber } from '#web/lib/format.ts';

export type BarRow = { key: string; label: ReactNode; many: number };

/** Amounts as bars of one grey; the numbers beside them are the text alternative. */
export function BarRows({ rows }: { rows: readonly BarRow[] }) {
  const most = Math.max(1, ...rows.map(({ many }) => many));
  return (
    <ul className="hbars">
      {rows.map(({ key, label, many }) => (
        <li key={key}>
          <span>{label}</span>
          <svg className="track" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="5" />
            <rect className="v" width={(many / most) * 100} height="5" />
          </svg>
          <span className="n">{formatNumber(many)}</span>
        </li>
      ))}
    </ul>
  );
}
