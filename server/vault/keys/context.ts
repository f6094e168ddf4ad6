import type { AuthContext } from '#server/auth/context.ts';
import type { KekEntry } from '#server/crypto/keks.ts';
import type { Em } from '#server/db/query.ts';

/** The ring of this process, as far as a command may change it. */
export type RingDoor = {
  /** What gives the ring: only a file can be written here. */
  source: 'file' | 'settings';
  /** Puts a ring in the place of the one there is, on the disk before anything is sealed under it, and takes it in. */
  replace(em: Em, entries: readonly KekEntry[]): Promise<void>;
};

/** What a server says of its ring. */
export type Report = { name: string /** Primary first. */; kekIds: readonly string[]; seenAt: Date };

/** The servers that share the database. */
export type Replicas = {
  /** Lets all of them read their rings anew and say what they have. */
  call(em: Em): Promise<void>;
  /** What those say that were heard lately. */
  reports(em: Em): Promise<Report[]>;
  /** How long one that is called may take to be heard, or to be given up. */
  patienceMs: number;
};

/** What the commands about keys need besides. */
export type KeysDoor = {
  ring: RingDoor;
  replicas: Replicas;
  /**
   * Lets one such command work at a time, whichever process runs it.
   * @throws {AdminError} if another one is at work.
   */
  alone<T>(work: () => Promise<T>): Promise<T>;
};

export type KeysContext = AuthContext & { keys: KeysDoor };
