import type { RestPlan } from '#server/http/rest/plan.ts';
import { ERRORS, type ErrorCode } from '#shared/errors.ts';

/** Every code that an operation can fail with, by status. */
export function failuresOf(plan: RestPlan): Map<number, ErrorCode[]> {
  const codes = new Set([...edgeCodes(plan), ...accessCodes(plan), ...(plan.rest.errors ?? [])]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...codes].sort((a, b) => ERRORS[a][0] - ERRORS[b][0])) {
    const [status] = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

/** What any route may answer, whatever its procedure does; a query that it does not know is not valid either. */
function edgeCodes({ method, rest }: RestPlan): ErrorCode[] {
  return [
    'VALIDATION_ERROR',
    // A DELETE takes no body, but one that comes is read before it is refused.
    ...(method !== 'GET' ? (['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    ...(rest.conditional ? (['PRECONDITION_FAILED'] as const) : []),
    ...(rest.idempotent ? (['IDEMPOTENCY_CONFLICT'] as const) : []),
    'INTERNAL_ERROR',
    'UNAVAILABLE',
  ];
}

function accessCodes({ access, procedure, rest }: RestPlan): ErrorCode[] {
  if (access.kind === 'open') return [];
  const isOriginBound = procedure._def.type === 'mutation' || rest.originBound === true;
  return [
    'AUTH_REQUIRED',
    'AUTH_INVALID_KEY',
    'RATE_LIMITED',
    ...(isOriginBound ? (['AUTH_ORIGIN_REJECTED'] as const) : []),
    ...(access.kind === 'scoped' ? (['AUTH_SCOPE_REQUIRED'] as const) : (['AUTH_SESSION_REQUIRED'] as const)),
    ...(access.kind === 'session' && access.fresh ? (['AUTH_FRESH_SIGN_IN_REQUIRED'] as const) : []),
    ...(access.kind === 'session' && access.admin ? (['AUTH_ADMIN_REQUIRED'] as const) : []),
  ];
}
