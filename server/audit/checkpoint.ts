import { auditMac, type InstanceKey, sameText } from '#server/crypto/instance.ts';
import { type Em, query } from '#server/db/query.ts';
import { timestamp } from '#shared/text.ts';
import type { Expected } from './verify.ts';

/** How chains stood at one moment: a witness to keep outside of the database. */
export type Checkpoint = { at: Date; heads: readonly Expected[] };

const FORMAT = 'c1';
const HEADS_A_LINE = 100;
const HEAD = /^([0-9a-f-]{36}):([1-9]\d{0,9}):([0-9a-f]{64})$/;

/**
 * Writes a checkpoint as one word, signed, so that whoever keeps it can later prove what the server said.
 * Shape: `c1/<time>/<chain>:<sequence>:<hash>[,…]/<MAC>`.
 */
export function signCheckpoint(instance: InstanceKey, checkpoint: Checkpoint): string {
  const heads = checkpoint.heads.map(({ chainId, sequence, hash }) => `${chainId}:${sequence}:${hash}`);
  return [FORMAT, checkpoint.at.toISOString(), heads.join(','), macOf(instance, checkpoint)].join('/');
}

/**
 * Reads a checkpoint that this instance signed.
 * @throws {RangeError} with a sentence for whoever gave it, if it is misspelt or not this instance's.
 */
export function readCheckpoint(instance: InstanceKey, line: string): Checkpoint {
  const [format, time = '', heads = '', mac = '', ...rest] = line.trim().split('/');
  if (format !== FORMAT || rest.length > 0 || !timestamp.safeParse(time).success)
    throw new RangeError('This is no checkpoint: one looks like c1/2026-11-24T08:00:00.000Z/…');
  const checkpoint = { at: new Date(time), heads: heads.split(',').map(readHead) };
  if (!sameText(mac, macOf(instance, checkpoint)))
    throw new RangeError(`The checkpoint of ${time} was not signed by this vault, or it was changed.`);
  return checkpoint;
}

/** Says how the chains stand that have changed since it was last asked; all of them the first time. */
export function checkpointer(instance: () => InstanceKey): (em: Em, at: Date) => Promise<string[]> {
  const said = new Map<string, number>();
  return async (em, at) => {
    const heads = await query(em).selectFrom('audit_head').select(['chainId', 'sequence', 'hash']).execute();
    const changed = heads.filter(({ chainId, sequence }) => sequence > 0 && said.get(chainId) !== sequence);
    for (const { chainId, sequence } of changed) said.set(chainId, sequence);
    return slices(changed).map((slice) => signCheckpoint(instance(), { at, heads: slice }));
  };
}

function readHead(text: string): Expected {
  const [, chainId, sequence, hash] = HEAD.exec(text) ?? [];
  if (chainId === undefined || sequence === undefined || hash === undefined)
    throw new RangeError('The checkpoint is cut or misspelt.');
  return { chainId, sequence: Number(sequence), hash };
}

function macOf(instance: InstanceKey, { at, heads }: Checkpoint): string {
  const fields = heads.flatMap(({ chainId, sequence, hash }) => [chainId, sequence, hash]);
  return auditMac(instance, ['checkpoint', at.toISOString(), ...fields]);
}

/** One line of a log holds only so much. */
function slices(heads: readonly Expected[]): Expected[][] {
  const count = Math.ceil(heads.length / HEADS_A_LINE);
  return Array.from({ length: count }, (_, index) => heads.slice(index * HEADS_A_LINE, (index + 1) * HEADS_A_LINE));
}
