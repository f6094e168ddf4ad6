import { type Expression, sql } from 'kysely';

/** Whether a column holds a text, whatever its case. `%` and `_` are letters: this is no pattern. */
export function contains(column: Expression<string | null>, text: string) {
  return sql<boolean>`strpos(lower(${column}), lower(${text})) > 0`;
}
