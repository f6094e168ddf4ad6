import type { Environment } from '#shared/entries.ts';
import type { Scope } from '#shared/scopes.ts';

/** A person who is signed in. */
export type SessionCaller = {
  kind: 'session';
  /** Of the session. */
  id: string;
  userId: string;
  /** The user's e-mail: how the audit log names him. */
  label: string;
  role: 'admin' | 'user';
  /** Whether he proved who he is within the last ten minutes. */
  isFresh: boolean;
};

/** A program with an access key. */
export type AccessKeyCaller = {
  kind: 'accessKey';
  /** Of the access key. */
  id: string;
  userId: string;
  /** The key's shown prefix. */
  label: string;
  scopes: readonly Scope[];
  /** Projects and environments that the key is limited to; null: all. */
  names: readonly string[] | null;
  environments: readonly Environment[] | null;
};

/** Who makes a request. */
export type Caller = SessionCaller | AccessKeyCaller;
