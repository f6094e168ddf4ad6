import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What encryption adds to a plaintext. */
export const OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;
const CIPHER = 'aes-256-gcm';

/** What a stored thing is: a table and the row's id. */
export type RowRef = { table: string; rowId: string };

/** Something stored does not open or does not fit its MAC: altered, moved, or its key is not in the ring. */
export class IntegrityError extends Error {
  override name = 'IntegrityError';
  /** Where it stands, as far as known. */
  readonly row: RowRef | null;

  constructor(message: string, row: RowRef | null = null) {
    super(message);
    this.row = row;
  }
}

/**
 * Encrypts with AES-256-GCM under a fresh random nonce (NIST SP 800-38D, 8.2.2).
 * Shape: `nonce (12) ‖ ciphertext ‖ tag (16)`. The caller replaces the key before 2³⁰ uses.
 */
export function encrypt(key: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens what `encrypt` made.
 * @throws {IntegrityError} if any bit of key, AAD, nonce, ciphertext or tag differs.
 */
export function decrypt(key: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer {
  if (sealed.length < OVERHEAD_BYTES) throw new IntegrityError('The ciphertext is too short.');
  const tagAt = sealed.length - TAG_BYTES;
  // Without authTagLength, Node accepts tags cut to four bytes.
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(aad).setAuthTag(sealed.subarray(tagAt));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, tagAt)), decipher.final()]);
  } catch {
    throw new IntegrityError('The ciphertext does not open.');
  }
}
