import type { Caller } from '#server/auth/caller.ts';
import type { Vault } from '#server/vault/vault.ts';

/** A caller who proved who he is, and the vault as he may use it. */
export type Identified = { caller: Caller; vault: Vault };

/** What a procedure tells its REST answer besides its output. */
export type Reply = {
  /** Whether something was created (201) rather than replaced (200), where that differs from call to call. */
  created: boolean | null;
  /** `updatedAt` of the resource, where the output does not carry it; becomes the `ETag`. */
  updatedAt: Date | null;
  /** The file name and media type under which an answer in plain text or JSON is offered. */
  download: { fileName: string; contentType: string } | null;
  /** The media type of an answer that is not JSON. */
  contentType: string | null;
};

/** What is known of a request before its procedure runs. */
export type Context = {
  requestId: string;
  /**
   * Says who is calling; asks the database once a request.
   * @throws {VaultError} AUTH_REQUIRED, AUTH_INVALID_KEY or RATE_LIMITED.
   */
  identify(): Promise<Identified>;
  /** Whether the request shows that it comes from this site. */
  isSameOrigin: boolean;
  /** Whether the request prefers JSON where an answer has two forms. */
  wantsJson: boolean;
  reply: Reply;
  /** The REST request behind the call, or null on tRPC's own wire. */
  rest: RestCall | null;
};

export type RestCall = {
  /**
   * Path, query and body as one object. Read only once the caller may call: a stranger's body is not parsed.
   * @throws {VaultError} UNSUPPORTED_MEDIA_TYPE or VALIDATION_ERROR.
   */
  input(): unknown;
  idempotencyKey: string | null;
};
