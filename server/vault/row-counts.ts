import { type Expression, sql } from 'kysely';

// PostgreSQL counts in bigint, which arrives as a text; nobody has that many rows.

export const rows = sql<number>`count(*)::int`;

export function rowsWith(condition: Expression<unknown>) {
  return sql<number>`(count(*) filter (where ${condition}))::int`;
}
