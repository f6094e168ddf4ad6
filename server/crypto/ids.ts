import { randomBytes } from 'node:crypto';

const DRIFT_MS = 50;

/**
 * Makes a UUIDv7 (RFC 9562, 5.7): ids sort by creation, also within a millisecond, since the 12 bits
 * after the time hold its fraction (RFC 9562, 6.2, method 3).
 */
export function newId(): string {
  const ms = preciseNow();
  const whole = Math.floor(ms);
  const bytes = randomBytes(16);
  bytes.writeUIntBE(whole, 0, 6);
  bytes.writeUInt16BE(0x7000 | Math.floor((ms - whole) * 4096), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Milliseconds with a fraction. The monotonic clock falls behind while a machine sleeps: then the wall clock speaks. */
function preciseNow(): number {
  const precise = performance.timeOrigin + performance.now();
  const wall = Date.now();
  return Math.abs(precise - wall) > DRIFT_MS ? wall : precise;
}
