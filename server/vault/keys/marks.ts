import { rowMac, sameText } from '#server/crypto/instance.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { type Em, query } from '#server/db/query.ts';

/** What was decided about a key; `KeyMark` says which there are. */
export type Mark = { kind: 'next' | 'retired' | 'replacing'; subject: string; at: Date };

/** Sets a mark, in the place of an equal one. */
export async function setMark(em: Em, keyring: Keyring, mark: Mark): Promise<void> {
  const row = { ...mark, mac: macOf(keyring, mark) };
  await query(em)
    .insertInto('key_mark')
    .values(row)
    .onConflict((conflict) => conflict.columns(['kind', 'subject']).doUpdateSet({ at: row.at, mac: row.mac }))
    .execute();
}

export async function dropMarks(em: Em, kind: Mark['kind']): Promise<void> {
  await query(em).deleteFrom('key_mark').where('kind', '=', kind).execute();
}

/** The marks of a kind. One that does not fit its MAC was set by whoever can write the database, and does not count. */
export async function marksOf(em: Em, keyring: Keyring, kind: Mark['kind']): Promise<Mark[]> {
  const rows = await query(em).selectFrom('key_mark').selectAll().where('kind', '=', kind).execute();
  return rows.filter((row) => sameText(row.mac, macOf(keyring, row)));
}

/**
 * That a KEK is next holds only for as long as the same one is primary: a mark that was kept from an earlier
 * rotation, and put back, would else make an old and perhaps leaked key primary again.
 */
function macOf({ instance, keks }: Keyring, { kind, subject, at }: Mark): string {
  return rowMac(instance, 'key_mark', [kind, subject, at.toISOString(), kind === 'next' ? keks.primary : null]);
}
