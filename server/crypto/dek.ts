import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { decrypt, encrypt, IntegrityError, KEY_BYTES } from './aead.ts';
import { frame } from './frame.ts';
import { newId } from './ids.ts';
import type { Keks } from './keks.ts';

/** An owner's data key, unwrapped. Lives for one request; never stored, never logged. */
export type Dek = { id: string; ownerId: string; key: Uint8Array };

/** A DEK as it is stored: opened only by the KEK it names. `wrapped`: base64url(nonce ‖ ciphertext ‖ tag). */
export type WrappedDek = { id: string; ownerId: string; kekId: string; wrapped: string };

/** Makes a random DEK for an owner. */
export function newDek(ownerId: string): Dek {
  return { id: newId(), ownerId, key: randomBytes(KEY_BYTES) };
}

/** Wraps a DEK under the ring's primary KEK, bound to its id, owner and KEK. */
export function wrapDek(keks: Keks, dek: Dek): WrappedDek {
  const kekId = keks.primary;
  const sealed = encrypt(keks.get(kekId), dek.key, aadOf(dek.id, dek.ownerId, kekId));
  return { id: dek.id, ownerId: dek.ownerId, kekId, wrapped: sealed.toString('base64url') };
}

/**
 * Unwraps a stored DEK.
 * @throws {IntegrityError} if its KEK is not in the ring, or the row was altered or belongs to another owner.
 */
export function unwrapDek(keks: Keks, stored: WrappedDek): Dek {
  const { id, ownerId, kekId, wrapped } = stored;
  const key = decrypt(keks.get(kekId), Buffer.from(wrapped, 'base64url'), aadOf(id, ownerId, kekId));
  if (key.length !== KEY_BYTES) throw new IntegrityError('The DEK has a wrong length.');
  return { id, ownerId, key };
}

/**
 * Wraps the same DEK under the ring's primary KEK.
 * @throws {IntegrityError} as `unwrapDek`.
 */
export function rewrapDek(keks: Keks, stored: WrappedDek): WrappedDek {
  return wrapDek(keks, unwrapDek(keks, stored));
}

/**
 * Gives the same text for the same secret under the same DEK, and tells nothing else about it.
 * Shape: `<dek id>.<base64url(HMAC-SHA-256)>`: only fingerprints of one DEK can be equal.
 */
export function fingerprint(dek: Dek, secret: string): string {
  const key = Buffer.from(hkdfSync('sha256', dek.key, '', 'kagi fingerprint', KEY_BYTES));
  return `${dek.id}.${createHmac('sha256', key).update(secret, 'utf8').digest('base64url')}`;
}

/** The id of the DEK that a fingerprint was made with. */
export function dekIdOfPrint(print: string): string {
  return print.slice(0, print.indexOf('.'));
}

function aadOf(id: string, ownerId: string, kekId: string): Buffer {
  return frame(['dek', id, ownerId, kekId]);
}
