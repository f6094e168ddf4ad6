import { decrypt, encrypt, IntegrityError, OVERHEAD_BYTES } from './aead.ts';
import type { Dek } from './dek.ts';
import { type Field, frame } from './frame.ts';

/**
 * Where a secret stands. Every field is bound into its envelope as AAD, so that a ciphertext
 * moved to another row, column, owner or version does not open.
 */
export type Place = {
  table: string;
  rowId: string;
  ownerId: string;
  column: string;
  version: number;
  /** What else the secret belongs to and must not be moved from: a category, a parent, a name. */
  within: readonly Field[];
};

const FORMAT = 'k1';
const PREFIX = `${FORMAT}.`;
const SHAPE = /^k1\.([0-9a-f-]{36})\.([A-Za-z0-9_-]+)$/;

/** Seals a secret for its place. Shape: `k1.<dek id>.<base64url(nonce 12 ‖ ciphertext ‖ tag 16)>`. */
export function seal(dek: Dek, place: Place, secret: string): string {
  const sealed = encrypt(dek.key, Buffer.from(secret, 'utf8'), aadOf(dek.id, place));
  return `${FORMAT}.${dek.id}.${sealed.toString('base64url')}`;
}

/**
 * Opens an envelope that stands at its place.
 * @throws {IntegrityError} if it was altered, moved, misspelt or sealed under another DEK.
 */
export function open(dek: Dek, place: Place, envelope: string): string {
  try {
    const { dekId, sealed } = parse(envelope);
    if (dekId !== dek.id) throw new IntegrityError('The envelope names another DEK.');
    return decrypt(dek.key, sealed, aadOf(dek.id, place)).toString('utf8');
  } catch (error) {
    throw error instanceof IntegrityError ? new IntegrityError(error.message, place) : error;
  }
}

/**
 * The id of the DEK that sealed an envelope.
 * @throws {IntegrityError} if it is no envelope.
 */
export function dekIdOf(envelope: string): string {
  return parse(envelope).dekId;
}

/** The DEK that an envelope claims to be of: unchecked, to fetch it before anything is opened. */
export function claimedDekId(envelope: string): string {
  return envelope.slice(PREFIX.length, envelope.indexOf('.', PREFIX.length));
}

/** How the envelopes of one DEK begin. */
export function prefixOf(dekId: string): string {
  return `${PREFIX}${dekId}.`;
}

/** Bytes of the secret in an envelope, told by its length alone. */
export function secretBytes(envelope: string): number {
  const text = envelope.slice(envelope.lastIndexOf('.') + 1);
  return Math.floor((text.length * 3) / 4) - OVERHEAD_BYTES;
}

function parse(envelope: string): { dekId: string; sealed: Buffer } {
  const [, dekId, text] = SHAPE.exec(envelope) ?? [];
  if (dekId === undefined || text === undefined) throw new IntegrityError('This is no envelope.');
  const sealed = Buffer.from(text, 'base64url');
  // Base64 has spare bits at its end: without this, several texts would be one ciphertext.
  if (sealed.toString('base64url') !== text) throw new IntegrityError('The envelope is misspelt.');
  return { dekId, sealed };
}

function aadOf(dekId: string, place: Place): Buffer {
  const { table, rowId, ownerId, column, version, within } = place;
  return frame([FORMAT, table, rowId, ownerId, column, version, dekId, within.length, ...within]);
}
