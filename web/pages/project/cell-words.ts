import { shortAge } from '#web/lib/format.ts';
import type { MatrixCell, MatrixRow } from './matrix.ts';
import { sourcesFor } from './matrix.ts';

/** The second line of a row on a phone: "set 3 w ago", "missing here, set in production". */
export function phoneWords(row: MatrixRow, cell: MatrixCell, now: Date): string {
  const { state, entry } = cell;
  if (state === 'missing') {
    const [source] = sourcesFor(row, cell.environment).reverse();
    return source === undefined ? 'missing' : `missing here, set in ${source.environment}`;
  }
  if (state === 'sameAsProduction') return 'same secret as production';
  if (state === 'expired') {
    return entry?.expiresAt ? `expired ${shortAge(new Date(entry.expiresAt), now)} ago` : 'expired';
  }
  return entry === null ? 'set' : `set ${shortAge(new Date(entry.updatedAt), now)} ago`;
}
