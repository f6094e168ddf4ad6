import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, IntegrityError, KEY_BYTES, type RowRef } from './aead.ts';
import { type Field, frame } from './frame.ts';
import { newId } from './ids.ts';
import type { Keks } from './keks.ts';

/** What the instance key serves. Each purpose has a key of its own, so that none can stand in for another. */
export const PURPOSES = ['access-key', 'session', 'link', 'row', 'audit', 'idempotency', 'setup', 'throttle'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The instance key's derived keys: look-ups, MACs and signatures. Not for secrets. */
export type InstanceKey = { id: string; keys: Readonly<Record<Purpose, Uint8Array>> };

/** The instance key as it is stored. It also serves as known answer: a wrong ring does not open it. */
export type WrappedInstanceKey = { id: string; kekId: string; wrapped: string };

/** Makes the key of a new instance, wrapped under the primary KEK. */
export function newInstanceKey(keks: Keks): WrappedInstanceKey {
  return wrapInstanceKey(keks, newId(), randomBytes(KEY_BYTES));
}

/**
 * Opens the instance key and derives one key for each purpose (HKDF-SHA-256, RFC 5869).
 * @throws {IntegrityError} if the ring does not open it.
 */
export function openInstanceKey(keks: Keks, stored: WrappedInstanceKey): InstanceKey {
  const { id } = stored;
  const key = unwrapInstanceKey(keks, stored);
  const derived = (purpose: Purpose) => Buffer.from(hkdfSync('sha256', key, '', `kagi ${purpose}`, KEY_BYTES));
  const keys: Record<Purpose, Uint8Array> = {
    'access-key': derived('access-key'),
    session: derived('session'),
    link: derived('link'),
    row: derived('row'),
    audit: derived('audit'),
    idempotency: derived('idempotency'),
    setup: derived('setup'),
    throttle: derived('throttle'),
  };
  return { id, keys };
}

/**
 * Wraps the same instance key under the ring's primary KEK: whatever was derived from it stays.
 * @throws {IntegrityError} if the ring does not open it.
 */
export function rewrapInstanceKey(keks: Keks, stored: WrappedInstanceKey): WrappedInstanceKey {
  return wrapInstanceKey(keks, stored.id, unwrapInstanceKey(keks, stored));
}

/** Keyed hash by which a token, an address or a body is stored and found again. Shape: base64url(HMAC-SHA-256). */
export function keyedHash(instance: InstanceKey, purpose: Purpose, text: string): string {
  return createHmac('sha256', instance.keys[purpose]).update(text, 'utf8').digest('base64url');
}

/**
 * MAC over the fields of a row that grants authority, so that a row written past the server is refused.
 * Shape: `m1.<instance key id>.<base64url(HMAC-SHA-256 over frame([table, …fields]))>`.
 */
export function rowMac(instance: InstanceKey, table: string, fields: readonly Field[]): string {
  return macOf(instance, 'row', [table, ...fields]);
}

/**
 * Refuses a row whose MAC is not the one its fields ask for; compares in constant time.
 * @throws {IntegrityError} naming the row.
 */
export function demandRowMac(instance: InstanceKey, mac: string, row: RowRef, fields: readonly Field[]): void {
  if (!sameText(mac, rowMac(instance, row.table, fields))) throw new IntegrityError('A row does not fit its MAC.', row);
}

/** Signs the head of an audit chain, or a checkpoint. Shape as `rowMac`. */
export function auditMac(instance: InstanceKey, fields: readonly Field[]): string {
  return macOf(instance, 'audit', fields);
}

/** Compares two texts in constant time. */
export function sameText(a: string, b: string): boolean {
  // Equal lengths are what timingSafeEqual demands; hashing first gives them and hides the lengths.
  return timingSafeEqual(sha256(a), sha256(b));
}

/** SHA-256 of a framed list, as lower-case hex. */
export function hashOf(fields: readonly Field[]): string {
  return sha256(frame(fields)).toString('hex');
}

function macOf(instance: InstanceKey, purpose: Purpose, fields: readonly Field[]): string {
  const mac = createHmac('sha256', instance.keys[purpose]).update(frame(fields)).digest('base64url');
  return `m1.${instance.id}.${mac}`;
}

function unwrapInstanceKey(keks: Keks, { id, kekId, wrapped }: WrappedInstanceKey): Buffer {
  return decrypt(keks.get(kekId), Buffer.from(wrapped, 'base64url'), aadOf(id, kekId));
}

function wrapInstanceKey(keks: Keks, id: string, key: Uint8Array): WrappedInstanceKey {
  const kekId = keks.primary;
  return { id, kekId, wrapped: encrypt(keks.get(kekId), key, aadOf(id, kekId)).toString('base64url') };
}

function aadOf(id: string, kekId: string): Buffer {
  return frame(['instance-key', id, kekId]);
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}
