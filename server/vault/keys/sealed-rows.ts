import { sql } from 'kysely';
import { tokensPlace } from '#server/auth/keycloak-tokens.ts';
import { seedPlace as secondStepPlace } from '#server/auth/second-step.ts';
import type { Place } from '#server/crypto/envelope.ts';
import { type Em, query } from '#server/db/query.ts';
import { fieldPlace, valuePlace } from '#server/vault/entry-values.ts';
import { contentPlace } from '#server/vault/env-file-rows.ts';
import { answerPlace } from '#server/vault/once.ts';
import { codePlace } from '#server/vault/recovery-codes.ts';
import { seedPlace } from '#server/vault/two-factor-rows.ts';

/** Which rows: an owner's, from one id on, whose envelopes do not begin so. */
export type Due = { ownerId: string; prefix: string; after: string; limit: number };

/** A sealed secret and where it stands. */
export type Sealed = { id: string; place: Place; envelope: string };

/** A table that holds envelopes. */
export type SealedTable = {
  name: string;
  column: 'envelope' | 'provider_tokens';
  hasFingerprint: boolean;
  fetch(em: Em, due: Due): Promise<Sealed[]>;
};

/** Every table that holds envelopes: whoever adds one adds it here, or its rows lose their DEK. */
export const SEALED_TABLES: readonly SealedTable[] = [
  { name: 'entry', column: 'envelope', hasFingerprint: true, fetch: fetchEntries },
  { name: 'entry_field', column: 'envelope', hasFingerprint: true, fetch: fetchFields },
  { name: 'env_file', column: 'envelope', hasFingerprint: false, fetch: fetchFiles },
  { name: 'two_factor', column: 'envelope', hasFingerprint: false, fetch: fetchSeeds },
  { name: 'recovery_code', column: 'envelope', hasFingerprint: false, fetch: fetchCodes },
  { name: 'idempotency', column: 'envelope', hasFingerprint: false, fetch: fetchAnswers },
  { name: 'second_step', column: 'envelope', hasFingerprint: false, fetch: fetchSecondSteps },
  { name: 'session', column: 'provider_tokens', hasFingerprint: false, fetch: fetchTokens },
];

/** What sorts before every id. */
export const FIRST = '00000000-0000-0000-0000-000000000000';

async function fetchEntries(em: Em, due: Due): Promise<Sealed[]> {
  const rows = await query(em)
    .selectFrom('entry')
    .select(['id', 'ownerId', 'categoryId', 'name', 'environment', 'version', 'envelope'])
    .where(isDue('entry', 'envelope', due))
    .orderBy('id')
    .limit(due.limit)
    .execute();
  return rows.map((row) => sealed(row.id, valuePlace(row, row.version), row.envelope));
}

async function fetchFields(em: Em, due: Due): Promise<Sealed[]> {
  const rows = await query(em)
    .selectFrom('entry_field')
    .innerJoin('entry', 'entry.id', 'entry_field.entryId')
    .select(['entry.id as entryId', 'entry.ownerId', 'entry.categoryId', 'entry.name as project', 'entry.environment'])
    .select(['entry_field.id', 'entry_field.name', 'entry_field.version', 'entry_field.envelope'])
    .where(isDue('entry_field', 'envelope', due))
    .orderBy('entry_field.id')
    .limit(due.limit)
    .execute();
  return rows.map(({ entryId, ownerId, categoryId, project, environment, ...field }) => {
    const entry = { id: entryId, ownerId, categoryId, name: project, environment };
    return sealed(field.id, fieldPlace(entry, field), field.envelope);
  });
}

async function fetchFiles(em: Em, due: Due): Promise<Sealed[]> {
  const rows = await query(em)
    .selectFrom('env_file')
    .innerJoin('env_project', 'env_project.id', 'env_file.projectId')
    .select(['env_file.id', 'env_file.ownerId', 'env_file.projectId', 'env_file.fileType', 'env_file.version'])
    .select(['env_file.envelope', 'env_project.name as projectName'])
    .where(isDue('env_file', 'envelope', due))
    .orderBy('env_file.id')
    .limit(due.limit)
    .execute();
  return rows.map((row) => sealed(row.id, contentPlace(row), row.envelope));
}

async function fetchSeeds(em: Em, due: Due): Promise<Sealed[]> {
  const rows = await query(em)
    .selectFrom('two_factor')
    .select(['id', 'ownerId', 'version', 'envelope'])
    .where(isDue('two_factor', 'envelope', due))
    .orderBy('id')
    .limit(due.limit)
    .execute();
  return rows.map((row) => sealed(row.id, seedPlace(row), row.envelope));
}

async function fetchCodes(em: Em, due: Due): Promise<Sealed[]> {
  const rows = await query(em)
    .selectFrom('recovery_code')
    .select(['id', 'ownerId', 'twoFactorId', 'position', 'envelope'])
    .where(isDue('recovery_code', 'envelope', due))
    .orderBy('id')
    .limit(due.limit)
    .execute();
  return rows.map((row) => sealed(row.id, codePlace(row), row.envelope));
}

async function fetchAnswers(em: Em, due: Due): Promise<Sealed[]> {
  const rows = await query(em)
    .selectFrom('idempotency')
    .select(['id', 'ownerId', 'route', 'key', 'envelope'])
    .where(isDue('idempotency', 'envelope', due))
    .orderBy('id')
    .limit(due.limit)
    .execute();
  return rows.map((row) => sealed(row.id, answerPlace(row.id, row.ownerId, row), row.envelope));
}

async function fetchSecondSteps(em: Em, due: Due): Promise<Sealed[]> {
  const rows = await query(em)
    .selectFrom('second_step')
    .select(['id', 'ownerId', 'envelope'])
    .where(isDue('second_step', 'envelope', due))
    .orderBy('id')
    .limit(due.limit)
    .execute();
  return rows.map((row) => sealed(row.id, secondStepPlace(row), row.envelope));
}

async function fetchTokens(em: Em, due: Due): Promise<Sealed[]> {
  const rows = await query(em)
    .selectFrom('session')
    .select(['id', 'ownerId', 'providerTokens'])
    .where(isDue('session', 'provider_tokens', due))
    .orderBy('id')
    .limit(due.limit)
    .execute();
  return rows.map((row) => sealed(row.id, tokensPlace(row), row.providerTokens));
}

/** `isDue` leaves out rows that hold no envelope. */
function sealed(id: string, place: Place, envelope: string | null): Sealed {
  return { id, place, envelope: envelope ?? '' };
}

function isDue(table: string, column: SealedTable['column'], { ownerId, prefix, after }: Due) {
  const of = (name: string) => sql.ref(`${table}.${name}`);
  return sql<boolean>`(${of('owner_id')} = ${ownerId} and ${of(column)} is not null
    and not starts_with(${of(column)}, ${prefix}) and ${of('id')} > ${after})`;
}
