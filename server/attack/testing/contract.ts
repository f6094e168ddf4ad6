import { Ajv2020 as Ajv, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { isSchema, partOf, type Schema } from '#server/http/openapi/schema.ts';

/** One operation, as the served document tells it. */
export type Operation = {
  /** `GET /entries/{id}` */
  name: string;
  method: string;
  path: string;
  scope: string | null;
  /** Whether anyone may, or signed-in people alone. */
  isOpen: boolean;
  statuses: ReadonlySet<number>;
  parameters: readonly { name: string; in: string; required: boolean; schema: Schema }[];
  body: Schema | null;
  /** What is wrong with a body of this status and media type, or null. */
  complaint(status: number, mediaType: string, body: string): string | null;
};

export type Contract = { operations: Operation[]; resolve(schema: Schema): Schema; error(body: string): string | null };

/** Reads a document for use: every schema of an answer can judge one. */
export function contractOf(document: Schema): Contract {
  // Descriptions, examples and the like stand beside the schemas.
  const ajv = new Ajv({ strict: false, allErrors: false });
  formats.default(ajv);
  ajv.addSchema(document, 'api');
  const check = (pointer: string) => judge(ajv.getSchema(`api#${pointer}`), pointer);
  const operations = Object.entries(partOf(document, 'paths')).flatMap(([path, item]) =>
    Object.keys(isSchema(item) ? item : {}).map((method) =>
      operationOf(document, path, method, (...at) => check(pointerTo('paths', path, method, ...at))),
    ),
  );
  return {
    operations,
    resolve: (schema) => resolved(document, schema),
    error: check(pointerTo('components', 'schemas', 'Error')),
  };
}

type Check = (body: string) => string | null;

function judge(validate: ValidateFunction | undefined, pointer: string): Check {
  return (body) => {
    if (validate === undefined) return `there is no schema at ${pointer}`;
    if (validate(parsed(body))) return null;
    return validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join(', ') ?? 'not valid';
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const pointerTo = (...keys: string[]) =>
  keys.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

function operationOf(document: Schema, path: string, method: string, check: (...at: string[]) => Check): Operation {
  const found = partOf(document, 'paths', path, method);
  const responses = partOf(found, 'responses');
  const checks = new Map<string, Check>();
  for (const [status, response] of Object.entries(responses))
    for (const type of Object.keys(partOf(response, 'content')))
      checks.set(`${status} ${type}`, check('responses', status, 'content', type, 'schema'));
  const body = partOf(found, 'requestBody', 'content', 'application/json', 'schema');
  const scope = found['x-required-scope'];
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    scope: typeof scope === 'string' ? scope : null,
    isOpen: Array.isArray(found.security) && found.security.length === 0,
    statuses: new Set(Object.keys(responses).map(Number)),
    parameters: parametersOf(document, found),
    body: 'type' in body ? body : null,
    complaint: (status, mediaType, text) => {
      const types = Object.keys(partOf(responses, String(status), 'content'));
      if (types.length === 0) return text === '' ? null : `a body with status ${status}`;
      const judged = checks.get(`${status} ${mediaType}`);
      if (judged === undefined) return `the content type ${mediaType} with status ${status}`;
      return mediaType === 'application/json' ? judged(text) : null;
    },
  };
}

function parametersOf(document: Schema, operation: Schema): Operation['parameters'] {
  const list: unknown[] = Array.isArray(operation.parameters) ? operation.parameters : [];
  return list.filter(isSchema).map((parameter) => {
    const found = resolved(document, parameter);
    const { name, required } = found;
    return { name: String(name), in: String(found.in), required: required === true, schema: partOf(found, 'schema') };
  });
}

function resolved(document: Schema, schema: Schema): Schema {
  const { $ref, ...beside } = schema;
  if (typeof $ref !== 'string') return schema;
  return { ...partOf(document, ...$ref.slice(2).split('/')), ...beside };
}
