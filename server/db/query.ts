import type { InferKyselyDB, SqlEntityManager } from '@mikro-orm/sql';
import type { Kysely } from 'kysely';
import type { entities } from '#server/entities/schema.ts';

/** The entity manager of either database. */
export type Em = SqlEntityManager;

const NAMES_AS_IN_ENTITIES = { columnNamingStrategy: 'property', convertValues: true } as const;

export type Db = Kysely<InferKyselyDB<(typeof entities)[number], typeof NAMES_AS_IN_ENTITIES>>;

/**
 * Typed queries in the entity manager's transaction. Columns go by their property names.
 * Rows come as plain objects: hydrating entities costs several times the query itself.
 */
export function query(em: Em): Db {
  // The manager's own type does not know which entities it was opened with.
  return em.getKysely(NAMES_AS_IN_ENTITIES) as unknown as Db;
}
