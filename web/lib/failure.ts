/** What went wrong, as it may be shown: the server's own sentence, or one of ours where it never answered. */
export type Failure = {
  code: string;
  status: number | null;
  message: string;
  issues: readonly { path: string; message: string }[];
  requestId: string | null;
  at: Date;
};

type Body = { error: string; code: string; issues?: Failure['issues']; requestId?: string };

const NO_ANSWER = 'The server does not answer. Look whether it runs and whether you are connected, then try again.';

/** Reads any thrown thing: an answer of tRPC, of `lib/http.ts`, or a network that was not there. */
export function failureOf(error: unknown): Failure {
  const at = new Date();
  if (isFailure(error)) return error;
  const data = isObject(error) && isObject(error.data) ? error.data : null;
  if (data !== null && isBody(data.kagi)) {
    const status = typeof data.httpStatus === 'number' ? data.httpStatus : null;
    return failureFrom(data.kagi, status, at);
  }
  return { code: 'NO_ANSWER', status: null, message: NO_ANSWER, issues: [], requestId: null, at };
}

/** A failure of REST's body; `null` where the body is none of ours. */
export function failureOfBody(body: unknown, status: number): Failure | null {
  return isBody(body) ? failureFrom(body, status, new Date()) : null;
}

/** A refusal of our own, before anything is sent: of a field, or of the whole. */
export function refusal(code: string, message: string, path?: string): Failure {
  const issues = path === undefined ? [] : [{ path, message }];
  return { code, status: null, message, issues, requestId: null, at: new Date() };
}

/** The sentence for one field of a form, by its path in the input. */
export function issueAt(failure: Failure | null, path: string): string | null {
  return failure?.issues.find((issue) => issue.path === path || issue.path.startsWith(`${path}.`))?.message ?? null;
}

function failureFrom({ error, code, issues, requestId }: Body, status: number | null, at: Date): Failure {
  return { code, status, message: error, issues: issues ?? [], requestId: requestId ?? null, at };
}

function isFailure(value: unknown): value is Failure {
  return isObject(value) && typeof value.code === 'string' && Array.isArray(value.issues) && value.at instanceof Date;
}

function isBody(value: unknown): value is Body {
  return isObject(value) && typeof value.error === 'string' && typeof value.code === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
