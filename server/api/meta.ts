import type { OpenApiMeta } from 'trpc-to-openapi';
import type { Action } from '#shared/audit.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { Scope } from '#shared/scopes.ts';

/** Who may call: a key with the scope or any session; a session alone; anyone. `action` is what a refusal is recorded as. */
export type Access =
  | { kind: 'scoped'; scope: Scope; action: Action }
  | { kind: 'session'; action: Action; fresh: boolean; admin: boolean }
  | { kind: 'open' };

/** What a procedure says of its REST form beside method and path. */
export type RestMeta = {
  /** Of success; 200 if not said. */
  status?: 200 | 201 | 204;
  /** Media types of an answer that is not JSON alone. */
  contentTypes?: readonly string[];
  /** An `Idempotency-Key` makes it safe to repeat. */
  idempotent?: boolean;
  /** `If-Match` is heeded. */
  conditional?: boolean;
  /** The answer carries a secret: it is never compressed, since its length would tell of it. */
  secret?: boolean;
  /** The body may have 4 MiB instead of 1. */
  large?: boolean;
  /** Reading by cookie must come from this site, too. */
  originBound?: boolean;
  /** Codes it can fail with, beside those that every guarded route has. */
  errors?: readonly ErrorCode[];
  /** Example request (path, query and body) and answer, for the document. */
  example?: { request?: unknown; response?: unknown };
};

export type Meta = OpenApiMeta & { access?: Access; rest?: RestMeta };
