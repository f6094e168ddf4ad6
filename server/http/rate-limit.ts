import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '#server/auth/caller.ts';
import { VaultError } from '#shared/errors.ts';

const WINDOW_SECONDS = 60;

/** @throws {VaultError} RATE_LIMITED when the caller has used up his requests of this minute. */
export type RateLimit = (caller: Caller) => Promise<void>;

/** Makes the limit of requests a minute for each key or session; null: there is none. */
export function rateLimit(perMinute: number | null): RateLimit | null {
  if (perMinute === null) return null;
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
  return async ({ kind, id }) => {
    try {
      await limiter.consume(`${kind} ${id}`);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new VaultError('RATE_LIMITED', { retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000) });
    }
  };
}
