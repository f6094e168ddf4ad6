import { hash, verify } from '@node-rs/argon2';
import { limiter } from './queues.ts';

/** What one hash costs: `memoryCost` in KiB, `timeCost` in passes, `parallelism` in threads. */
export type HashCost = { memoryCost: number; timeCost: number; parallelism: number };

/** argon2id as RFC 9106 (4) recommends where 2 GiB are too much, with one thread: the server has few. */
export const HASH_COST: HashCost = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 };

/** Hashing takes 64 MiB and a tenth of a second each: two at a time leave threads to everything else. */
const AT_ONCE = 2;
const MAX_WAITING = 32;

/** Hashes and checks passwords, a few at a time. */
export type Passwords = {
  /**
   * Hashes a password for storing. Shape: PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
   * @throws {VaultError} UNAVAILABLE if too many wait.
   */
  hash(password: string): Promise<string>;
  /**
   * Whether a password is the one that was hashed. Without a hash the answer is no, and costs the same.
   * @throws {VaultError} UNAVAILABLE if too many wait.
   */
  matches(stored: string | null, password: string): Promise<boolean>;
  /** How many hashes were computed so far. */
  computed(): number;
};

/** Makes the password hasher of a running server. */
export function passwordHasher(cost: HashCost = HASH_COST): Passwords {
  const run = limiter(AT_ONCE, MAX_WAITING);
  const nobodys = unmatchable(cost);
  let computed = 0;
  const counted = <T>(work: () => Promise<T>) =>
    run(() => {
      computed += 1;
      return work();
    });
  return {
    hash: (password) => counted(() => hash(normal(password), cost)),
    matches: async (stored, password) => {
      const isSame = await counted(() => verify(stored ?? nobodys, normal(password)));
      return isSame && stored !== null;
    },
    computed: () => computed,
  };
}

/** A hash of the right form and cost that was made of nothing. */
function unmatchable({ memoryCost, timeCost, parallelism }: HashCost): string {
  const [salt, digest] = [Buffer.alloc(16), Buffer.alloc(32)].map((bytes) =>
    bytes.toString('base64').replace(/=+$/, ''),
  );
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${salt}$${digest}`;
}

/** The same password typed on another keyboard may arrive in other code points (NIST SP 800-63B, 5.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC');
}
