import { relative, shortAge } from '#web/lib/format.ts';
import type { MatrixCell, MatrixRow } from './matrix.ts';
import { sourcesFor } from './matrix.ts';

/** A cell for those who hear it: "MAPBOX_TOKEN in staging, set 12 days ago"; a gap as what its button does. */
export function wordsOf({ label }: MatrixRow, cell: MatrixCell, now: Date): string {
  const { environment, state, count } = cell;
  if (state === 'missing') return `Fill ${label} in ${environment}`;
  const more = count > 1 ? `, the newest of ${count}` : '';
  return `${label} in ${environment}, ${stateWords(cell, now)}${more}`;
}

function stateWords({ state, entry }: MatrixCell, now: Date): string {
  if (state === 'sameAsProduction') return 'same secret as production';
  if (state === 'expired') return entry?.expiresAt ? `expired ${relative(new Date(entry.expiresAt), now)}` : 'expired';
  return entry === null ? 'set' : `set ${relative(new Date(entry.updatedAt), now)}`;
}

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
