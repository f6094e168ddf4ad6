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
    return entry?.expiresAt ? `expired ${past(entry.expiresAt, now)}` : 'expired';
  }
  return entry === null ? 'set' : `set ${past(entry.updatedAt, now)}`;
}

function past(at: string, now: Date): string {
  const age = shortAge(new Date(at), now);
  return age === 'now' ? 'just now' : `${age} ago`;
}
