import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import type { $ZodIssue } from 'zod/v4/core';
import { ERRORS, type ErrorBody, type ErrorCode, type Issue, VaultError } from '#shared/errors.ts';

/** A failure as either wire tells it. */
export type WireError = { status: number; body: ErrorBody; retryAfterSeconds: number | null };

type TrpcCode = TRPCError['code'];

const TRPC_CODES: Record<number, TrpcCode> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

/** What tRPC itself refuses, before any procedure runs. */
const VAULT_CODES: Partial<Record<TrpcCode, ErrorCode>> = {
  PARSE_ERROR: 'VALIDATION_ERROR',
  BAD_REQUEST: 'VALIDATION_ERROR',
  NOT_FOUND: 'ROUTE_NOT_FOUND',
  METHOD_NOT_SUPPORTED: 'METHOD_NOT_ALLOWED',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  UNSUPPORTED_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
};

/** tRPC's code for one of ours: it decides the status on tRPC's wire. */
export function trpcCodeOf(code: ErrorCode): TrpcCode {
  return TRPC_CODES[ERRORS[code][0]] ?? 'INTERNAL_SERVER_ERROR';
}

/** The one formatter for both wires: an unknown error becomes a constant sentence with the request's id. */
export function wireErrorOf(error: unknown, requestId: string | null): WireError {
  const told = tell(error);
  const status = ERRORS[told.code][0];
  const body: ErrorBody = { error: told.message, code: told.code };
  if (told.issues.length > 0) body.issues = [...told.issues];
  if (status === 500 && requestId !== null) body.requestId = requestId;
  return { status, body, retryAfterSeconds: told.retryAfterSeconds };
}

function tell(error: unknown): VaultError {
  if (error instanceof VaultError) return error;
  if (error instanceof ZodError) return new VaultError('VALIDATION_ERROR', { issues: error.issues.flatMap(issuesOf) });
  if (!(error instanceof TRPCError)) return new VaultError('INTERNAL_ERROR');
  if (error.cause instanceof VaultError) return error.cause;
  if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) return tell(error.cause);
  return new VaultError(VAULT_CODES[error.code] ?? 'INTERNAL_ERROR');
}

/** An unknown field is an issue of its own, under its own name. */
function issuesOf(issue: $ZodIssue): Issue[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...at, key].join('.'), message: 'This field is not known.' }));
  }
  const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (meant === undefined) return [{ path: at.join('.'), message: issue.message }];
  return meant.flatMap(issuesOf).map(({ path, message }) => ({
    path: [...at, ...(path === '' ? [] : [path])].join('.'),
    message,
  }));
}

/** Of a union, the branch whose type was met: what is wrong in it says more than that nothing fits. */
function meantBranch(branches: readonly $ZodIssue[][]): $ZodIssue[] | undefined {
  return branches.find(([first]) => first !== undefined && !(first.code === 'invalid_type' && first.path.length === 0));
}
