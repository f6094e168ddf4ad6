import type { InferKyselyDB, SqlEntityManager } from '@mikro-orm/sql';
import { CamelCasePlugin, type Kysely } from 'kysely';
import type { entities } from '#server/entities/schema.ts';

/** The entity manager of either database. */
export type Em = SqlEntityManager;

export type Db = Kysely<InferKyselyDB<(typeof entities)[number], { columnNamingStrategy: 'property' }>>;

/**
 * Properties are their columns in camel case. The ORM's own plugin would map results by guesses over all columns of
 * all joined tables, and takes `entry.category_id` beside `category` for the category's `id`.
 */
const names = new CamelCasePlugin({ maintainNestedObjectKeys: true });

/**
 * Typed queries in the entity manager's transaction. Columns go by their property names.
 * Rows come as plain objects: hydrating entities costs several times the query itself.
 */
export function query(em: Em): Db {
  // The manager's own type does not know which entities it was opened with.
  return em.getKysely().withPlugin(names) as unknown as Db;
}
