import { type RawBuilder, sql } from 'kysely';
import { type Em, query } from '#server/db/query.ts';
import { BackupError } from './backup-error.ts';
import type { Table } from './records.ts';

/** The tables of that name with their columns, parents first, so that rows never come before what they refer to. */
export async function tablesOf(em: Em, names: readonly string[]): Promise<Table[]> {
  const tables = await rowsOf<Table>(em, columnsOf(names));
  const references = await rowsOf<Reference>(em, REFERENCES);
  return parentsFirst(tables, references);
}

/** The names of all tables of the vault. What else the schema holds is not Kagi's, and is left alone. */
export function tableNames(em: Em): string[] {
  return [...em.getMetadata().getAll().values()].map(({ tableName }) => tableName).sort();
}

type Reference = { child: string; parent: string };

const columnsOf = (names: readonly string[]) => sql<Table>`
  select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname = any(${[...names]}::text[])
  group by c.relname order by c.relname`;

const REFERENCES = sql<Reference>`
  select child.relname::text as child, parent.relname::text as parent
  from pg_constraint k join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
  where k.contype = 'f' and child.relnamespace = current_schema()::regnamespace`;

async function rowsOf<Row>(em: Em, statement: RawBuilder<Row>): Promise<Row[]> {
  return (await statement.execute(query(em))).rows;
}

/** Exported for its test: the schema has no circle, and must not get one unnoticed. */
export function parentsFirst(tables: readonly Table[], references: readonly Reference[]): Table[] {
  const placed = new Map<string, Table>();
  const isReady = ({ name }: Table) =>
    references.every(({ child, parent }) => child !== name || parent === name || placed.has(parent));
  while (placed.size < tables.length) {
    const next = tables.find((table) => !placed.has(table.name) && isReady(table));
    if (next === undefined) throw new BackupError('The tables refer to one another in a circle.');
    placed.set(next.name, next);
  }
  return [...placed.values()];
}
