import { randomUUID } from 'node:crypto';

const DRIFT_MS = 50;

/**
 * Makes a UUIDv7 (RFC 9562, 5.7): ids sort by creation, also within a millisecond, since the 12 bits
 * after the time hold its fraction (RFC 9562, 6.2, method 3).
 */
export function newId(): string {
  const ms = preciseNow();
  const whole = Math.floor(ms);
  const time = whole.toString(16).padStart(12, '0');
  const fraction = Math.floor((ms - whole) * 4096)
    .toString(16)
    .padStart(3, '0');
  // Variant and random bits are those of a version 4, for which Node keeps random bytes in stock.
  const rest = randomUUID().slice('xxxxxxxx-xxxx-4xxx'.length);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${fraction}${rest}`;
}

/** Milliseconds with a fraction. The monotonic clock falls behind while a machine sleeps: then the wall clock speaks. */
function preciseNow(): number {
  const precise = performance.timeOrigin + performance.now();
  const wall = Date.now();
  return Math.abs(precise - wall) > DRIFT_MS ? wall : precise;
}
