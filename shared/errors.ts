import { z } from 'zod';

/** Every code a client may meet, with its status and what it says unless something better is known. */
export const ERRORS = {
  AUTH_REQUIRED: [401, 'Unauthorized'],
  AUTH_INVALID_KEY: [401, 'This is no live access key.'],
  AUTH_INVALID_CREDENTIALS: [401, 'The e-mail or the password is wrong.'],
  AUTH_CODE_REQUIRED: [401, 'The password is right. Now give the code of your authenticator app.'],
  AUTH_CODE_INVALID: [401, 'This code is wrong, or was used already.'],
  AUTH_SCOPE_REQUIRED: [403, 'This access key lacks a scope.'],
  AUTH_SESSION_REQUIRED: [403, 'Only a signed-in person may do this, not an access key.'],
  AUTH_ORIGIN_REJECTED: [403, 'This change does not come from this site.'],
  AUTH_FRESH_SIGN_IN_REQUIRED: [403, 'Sign in again first: this asks for a sign-in within the last ten minutes.'],
  AUTH_ADMIN_REQUIRED: [403, 'Only the admin may do this.'],
  VALIDATION_ERROR: [400, 'The request is not valid.'],
  CATEGORY_SIMPLE_REQUIRES_ENV_VAR: [400, 'A simple category needs envVarName.'],
  CATEGORY_GROUP_REQUIRES_FIELDS: [400, 'fieldDefinitions needs at least one name.'],
  CATEGORY_KEY_TYPE_IN_USE: [400, 'The key type cannot change while the category has entries.'],
  ENTRY_VALUE_INVALID: [400, 'The value does not fit the key type of the category.'],
  PASSWORD_TOO_WEAK: [400, 'Choose a password of at least 12 characters that is not a common one.'],
  CATEGORY_NOT_FOUND: [404, 'Category not found'],
  ENTRY_NOT_FOUND: [404, 'Entry not found'],
  TWO_FACTOR_NOT_FOUND: [404, 'Two-factor token not found'],
  ENV_PROJECT_NOT_FOUND: [404, 'Env project not found'],
  ENV_FILE_NOT_FOUND: [404, 'Env file not found'],
  ACCESS_KEY_NOT_FOUND: [404, 'Access key not found'],
  SESSION_NOT_FOUND: [404, 'Session not found'],
  PROJECT_NOT_FOUND: [404, 'Project not found'],
  INVITATION_NOT_FOUND: [404, 'Invitation not found'],
  ROUTE_NOT_FOUND: [404, 'Route not found'],
  METHOD_NOT_ALLOWED: [405, 'Method not allowed'],
  REQUEST_TIMEOUT: [408, 'The request took too long to arrive.'],
  RECOVERY_CODES_EXHAUSTED: [409, 'No unused recovery code is left.'],
  TWO_FACTOR_HAS_NO_SECRET: [409, 'This token holds recovery codes only.'],
  IDEMPOTENCY_CONFLICT: [409, 'This Idempotency-Key was used for another request.'],
  WRITE_CONFLICT: [409, 'It was changed by another request at the same time. Read it again and repeat.'],
  SECOND_STEP_ON: [409, 'The second step is on already. Turn it off to begin anew.'],
  SECOND_STEP_OFF: [409, 'The second step is off.'],
  SETUP_DONE: [409, 'This vault already has its owner.'],
  EMAIL_IN_USE: [409, 'Another account uses this e-mail.'],
  PRECONDITION_FAILED: [412, 'It has changed since you read it.'],
  PAYLOAD_TOO_LARGE: [413, 'The body is too large.'],
  URI_TOO_LONG: [414, 'The address is too long.'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Send the body as application/json in UTF-8.'],
  RATE_LIMITED: [429, 'Too many requests. Wait, then try again.'],
  HEADERS_TOO_LARGE: [431, 'The headers are too large.'],
  SETUP_TOKEN_INVALID: [401, 'This setup link is not valid. The server prints the right one when it starts.'],
  PASSWORD_SIGN_IN_OFF: [403, 'Sign-in by password is turned off here.'],
  INTEGRITY_FAILURE: [500, 'A stored secret does not open. It was altered, or its key is missing.'],
  INTERNAL_ERROR: [500, 'Something went wrong.'],
  UNAVAILABLE: [503, 'The vault cannot answer now. Try again in a moment.'],
  KEYCLOAK_UNAVAILABLE: [503, 'Keycloak cannot be reached now. Try again in a moment.'],
  AI_UNAVAILABLE: [503, 'The model did not answer as it should. Nothing was decrypted.'],
  AUDIT_UNAVAILABLE: [503, 'The access could not be recorded, so it did not happen.'],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

export type ErrorCode = keyof typeof ERRORS;
export type Issue = { path: string; message: string };

/** What a caller may be told. Everything else that is thrown is a bug and becomes a bare 500. */
export class VaultError extends Error {
  override name = 'VaultError';
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
  /** Seconds after which to try again; becomes `Retry-After`. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ErrorCode,
    options: { message?: string; issues?: readonly Issue[]; retryAfterSeconds?: number } = {},
  ) {
    super(options.message ?? ERRORS[code][1]);
    this.code = code;
    this.issues = options.issues ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

/** Refuses one field of the input by name. */
export function invalid(path: string, message: string, code: ErrorCode = 'VALIDATION_ERROR'): VaultError {
  return new VaultError(code, { issues: [{ path, message }] });
}

// Object.keys forgets the literal types of an object whose keys are all known.
export const errorCodes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** The body of every failure. */
export const errorBody = z
  .object({
    error: z.string(),
    code: z.enum(errorCodes),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof errorBody>;
