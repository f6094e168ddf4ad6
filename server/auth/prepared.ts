import type { Compilable, CompiledQuery } from 'kysely';
import { type Em, query } from '#server/db/query.ts';

/** A query for one row by one text. */
export type Prepared<Row> = (em: Em, text: string) => Promise<Row | undefined>;

/**
 * Keeps a query that every request asks in its compiled form: building it anew costs more than asking it.
 * The text must be its only parameter.
 */
export function prepared<Row>(build: (em: Em, text: string) => Compilable<Row>): Prepared<Row> {
  let compiled: CompiledQuery<Row> | null = null;
  return async (em, text) => {
    compiled ??= build(em, text).compile();
    if (compiled.parameters.length !== 1) throw new Error('A prepared query takes one parameter.');
    const { rows } = await query(em).executeQuery<Row>({ ...compiled, parameters: [text] });
    return rows[0];
  };
}
