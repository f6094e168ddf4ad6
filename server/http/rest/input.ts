import type { FastifyRequest } from 'fastify';
import { invalid, VaultError } from '#shared/errors.ts';
import { readJson } from './json-body.ts';
import type { Kind, RestPlan } from './plan.ts';
import { readQuery, searchOf } from './query.ts';
import { unknownFields } from './unknown-fields.ts';

export type RestRequest = FastifyRequest<{ Params: Record<string, string> }>;

type Input = Record<string, unknown>;

/**
 * Gathers path, query and body of a request into the one object that its procedure takes. A field has one
 * place to stand: a body cannot say which row the path means, nor can the query.
 * @returns undefined where the procedure takes nothing.
 * @throws {VaultError} UNSUPPORTED_MEDIA_TYPE or VALIDATION_ERROR.
 */
export function readInput(plan: RestPlan, request: RestRequest): Input | undefined {
  demandKey(plan, request);
  // Without a prototype there is no `__proto__` to set by accident.
  const input: Input = Object.create(null);
  const unknown = [...takeBody(plan, request, input), ...takeQuery(plan, request, input)];
  if (unknown.length > 0) throw unknownFields(unknown);
  for (const param of plan.pathParams) input[param] = request.params[param];
  return plan.hasInput ? input : undefined;
}

/** Takes the body's fields over; names those that have no place there. Others are for the schema to judge. */
function takeBody(plan: RestPlan, request: RestRequest, input: Input): string[] {
  const body = bodyOf(request);
  if (body === null) return [];
  Object.assign(input, body);
  if (!plan.hasInput || !plan.hasBody) return Object.keys(body);
  return plan.pathParams.filter((param) => Object.hasOwn(body, param));
}

function takeQuery(plan: RestPlan, { raw }: RestRequest, input: Input): string[] {
  if (searchOf(raw.url ?? '') === '') return [];
  const query = readQuery(raw.url ?? '');
  for (const [name, values] of query) {
    const kind = kindOf(plan, name);
    if (kind !== null) input[name] = readAs(kind, name, values);
  }
  return [...query.keys()].filter((name) => kindOf(plan, name) === null);
}

function kindOf(plan: RestPlan, name: string): Kind | null {
  return plan.pathParams.includes(name) ? null : (plan.kinds.get(name) ?? null);
}

/** What does not read as its kind stays as it is: the schema then says what it should have been. */
function readAs(kind: Kind, name: string, values: readonly string[]): unknown {
  if (kind === 'list') return values;
  const [value = ''] = values;
  if (values.length > 1) throw invalid(name, 'Must be given once.');
  if (kind === 'number' && NUMBER.test(value)) return Number(value);
  if (kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

export function bodyOf({ method, body, headers, contentType }: RestRequest): object | null {
  const carriesBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!carriesBody) return null;
  if (!(body instanceof Uint8Array)) throw refused(`A ${method} request takes no body.`);
  if (body.length === 0) return null;
  const value = readJson(body, { contentType: contentType ?? undefined, encoding: headers['content-encoding'] });
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refused('The body must be a JSON object.');
  return value;
}

function demandKey({ rest }: RestPlan, { headers }: RestRequest): void {
  const key = headers['idempotency-key'];
  if (rest.idempotent !== true || key === undefined || KEY.test(String(key))) return;
  throw invalid('Idempotency-Key', 'Must be 1 to 255 printable ASCII characters.');
}

const KEY = /^[\x20-\x7e]{1,255}$/;

function refused(message: string): VaultError {
  return new VaultError('VALIDATION_ERROR', { message });
}
