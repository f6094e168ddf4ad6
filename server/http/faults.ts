import type { FastifyReply, FastifyRequest } from 'fastify';
import { type WireError, wireErrorOf } from '#server/api/wire-error.ts';
import { asVaultError } from '#server/vault/faults.ts';
import { type ErrorCode, VaultError } from '#shared/errors.ts';
import { logFault } from './fault-log.ts';
import type { Headers } from './security-headers.ts';

/** What Fastify and its plugins refuse by themselves, by the code of the error, or by its name where it has none. */
const REFUSALS: ReadonlyMap<string, ErrorCode> = new Map([
  ['FST_ERR_BAD_URL', 'VALIDATION_ERROR'],
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'PAYLOAD_TOO_LARGE'],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', 'VALIDATION_ERROR'],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'VALIDATION_ERROR'],
  ['FST_ERR_CTP_INVALID_JSON_BODY', 'VALIDATION_ERROR'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'UNSUPPORTED_MEDIA_TYPE'],
  ['FST_ERR_MAX_PARAM_LENGTH', 'URI_TOO_LONG'],
  ['FST_STATIC_FORBIDDEN_PATH', 'ROUTE_NOT_FOUND'],
  ['PreconditionFailedError', 'PRECONDITION_FAILED'],
]);

/** A wrong password is a 401 too, but no reason to ask for an access key. */
const ASKS_FOR_KEY: ReadonlySet<ErrorCode> = new Set(['AUTH_REQUIRED', 'AUTH_INVALID_KEY']);

/** A failure as a client is told it, whoever noticed it. */
export function faultOf(error: unknown, requestId: string): WireError {
  return wireErrorOf(asVaultError(error) ?? asRefusal(error) ?? error, requestId);
}

/** The headers that go with a failure, on either wire. */
export function faultHeaders({ body, retryAfterSeconds }: WireError): Headers {
  return {
    ...(ASKS_FOR_KEY.has(body.code) ? { 'www-authenticate': 'Bearer' } : {}),
    ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }),
  };
}

/** Answers a failure outside of tRPC's wire. */
export function sendFault(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const fault = faultOf(error, request.id);
  if (fault.status >= 500) logFault(request, fault, error);
  return reply
    .code(fault.status)
    .headers(faultHeaders(fault))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(fault.body));
}

function asRefusal(error: unknown): VaultError | null {
  if (!(error instanceof Error)) return null;
  const code = REFUSALS.get('code' in error ? String(error.code) : error.name);
  return code === undefined ? null : new VaultError(code);
}
