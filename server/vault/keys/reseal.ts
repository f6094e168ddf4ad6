import { sql } from 'kysely';
import { type AuthTx, inTransaction } from '#server/auth/context.ts';
import { IntegrityError, type RowRef } from '#server/crypto/aead.ts';
import { type Dek, fingerprint } from '#server/crypto/dek.ts';
import { prefixOf, seal } from '#server/crypto/envelope.ts';
import { query } from '#server/db/query.ts';
import { openerOf, takeDek } from '#server/vault/secrets.ts';
import type { KeysContext } from './context.ts';
import { FIRST, SEALED_TABLES, type Sealed, type SealedTable } from './sealed-rows.ts';

/** How many secrets were sealed anew, and which rows do not open. */
export type Resealed = { secrets: number; broken: RowRef[] };

/** Secrets in one transaction, during which the owner's own writes wait: at most some MiB. */
const STEP = 20;

/**
 * Seals anew under an owner's active DEK what is under another of his. The content leaves for nobody, and neither
 * version nor `updatedAt` moves: for whoever reads or writes nothing has changed.
 */
export async function resealAll(context: KeysContext, ownerId: string, dekId: string): Promise<Resealed> {
  const done: Resealed = { secrets: 0, broken: [] };
  for (const table of SEALED_TABLES) {
    // Most owners have nothing in most tables: to look costs far less than a transaction that locks.
    const [first] = await table.fetch(context.em, { ownerId, prefix: prefixOf(dekId), after: FIRST, limit: 1 });
    let after: string | null = first === undefined ? null : FIRST;
    while (after !== null) {
      const from: string = after;
      const step = await inTransaction(context, (tx) => reseal(tx, ownerId, table, from));
      done.secrets += step.secrets;
      done.broken.push(...step.broken);
      after = step.last;
    }
  }
  return done;
}

/** Locks the DEK first, as every write does that seals. */
async function reseal(tx: AuthTx, ownerId: string, table: SealedTable, after: string) {
  const owner = { userId: ownerId };
  const { id } = await takeDek(tx, owner, 0);
  const rows = await table.fetch(tx.em, { ownerId, prefix: prefixOf(id), after, limit: STEP });
  const last = rows.at(-1)?.id ?? null;
  if (last === null) return { secrets: 0, broken: [], last };
  const dek = await takeDek(tx, owner, rows.length);
  const opener = await openerOf(tx, owner);
  const broken: RowRef[] = [];
  let secrets = 0;
  for (const row of rows) {
    const text = openedOrNull(() => opener.open(row.place, row.envelope));
    if (text === null) broken.push({ table: table.name, rowId: row.id });
    else secrets += await store(tx, table, { row, dek, text });
  }
  return { secrets, broken, last };
}

function openedOrNull(open: () => string): string | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof IntegrityError) return null;
    throw error;
  }
}

/** Where somebody was faster, as by deleting it, there is nothing to do. */
async function store(tx: AuthTx, { name, column, hasFingerprint }: SealedTable, job: Job): Promise<number> {
  const { row, dek, text } = job;
  const print = hasFingerprint ? sql`, fingerprint = ${fingerprint(dek, text)}` : sql``;
  const { numAffectedRows } = await sql`update ${sql.table(name)} set ${sql.ref(column)} = ${seal(dek, row.place, text)}
    ${print} where id = ${row.id} and ${sql.ref(column)} = ${row.envelope}`.execute(query(tx.em));
  return Number(numAffectedRows ?? 0);
}

type Job = { row: Sealed; dek: Dek; text: string };
