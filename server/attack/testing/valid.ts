import fc from 'fast-check';
import { isSchema, partOf, type Schema } from '#server/http/openapi/schema.ts';

/** What a schema is asked about: a field's name, and how a `$ref` is followed. */
type At = { field: string; resolve(schema: Schema): Schema };

/** A stand-in for a row's id, put in its place when the request is sent: which rows there are is known only then. */
export const idOf = (whose: 'own' | 'foreign', kind: string, index: number) => `~${whose}.${kind}.${index}~`;
export const ID_STAND_IN = /~(own|foreign)\.(\w+)\.(\d+)~/g;

export const NOBODYS = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e88';

/** Anything that a schema takes; strings and lists are short, but where a bound is near it is met. */
export function valid(schema: Schema, at: At): fc.Arbitrary<unknown> {
  const found = at.resolve(schema);
  if (Array.isArray(found.enum)) return fc.constantFrom<unknown>(...found.enum);
  if (Array.isArray(found.anyOf)) return fc.oneof(...found.anyOf.filter(isSchema).map((one) => valid(one, at)));
  if (Array.isArray(found.type)) return fc.oneof(...found.type.map((type) => valid({ ...found, type }, at)));
  const make = BY_TYPE[String(found.type)];
  return make === undefined ? fc.jsonValue() : make(found, at);
}

const BY_TYPE: Record<string, (schema: Schema, at: At) => fc.Arbitrary<unknown>> = {
  string: text,
  integer: ({ minimum = 0, maximum = 1000 }) => fc.integer({ min: Number(minimum), max: Number(maximum) }),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: (schema, at) => {
    const { minItems = 0, maxItems = 3, uniqueItems } = schema;
    const bounds = { minLength: Number(minItems), maxLength: Math.min(3, Number(maxItems)) };
    const item = valid(partOf(schema, 'items'), at);
    return uniqueItems === true ? fc.uniqueArray(item, bounds) : fc.array(item, bounds);
  },
  object,
};

function object(schema: Schema, { resolve }: At): fc.Arbitrary<unknown> {
  if (isSchema(schema.additionalProperties)) {
    const value = valid(schema.additionalProperties, { field: '', resolve });
    return fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{0,8}$/), value, { maxKeys: 3 });
  }
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const fields = Object.entries(partOf(schema, 'properties'));
  const arbitraries = fields.map(([field, inner]) => [field, valid(isSchema(inner) ? inner : {}, { field, resolve })]);
  const model: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(arbitraries);
  return fc.record(model, { requiredKeys: required });
}

function text(schema: Schema, { field }: At): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 40 } = schema;
  if (format === 'uuid') return anyId(field);
  if (format === 'email') return fc.nat({ max: 1e9 }).map((number) => `guest-${number}@example.test`);
  if (format === 'date-time') return fc.date({ min: new Date(0), max: LAST, noInvalidDate: true }).map(isoOf);
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  const [min, max] = [Number(minLength), Number(maxLength)];
  const short = fc.string({ unit: LETTER, minLength: min, maxLength: Math.min(max, 12) });
  const usual = fc.constantFrom('Shop', 'Blog', 'STRIPE_KEY', 'GitHub', '%', '_');
  if (max > 5000) return fc.oneof(short, usual);
  return fc.oneof({ weight: 6, arbitrary: fc.oneof(short, usual) }, fc.constantFrom('x'.repeat(max), '😀'.repeat(max)));
}

const LAST = new Date('9999-12-31T00:00:00Z');
const isoOf = (date: Date) => date.toISOString();
const LETTER = fc.constantFrom(...'abzAZ09 -._/\\\'"`$%&<>{}[]()#=,;:é鍵😀\u0301');

/** What kind of row a field names, where its name alone says it. */
const KIND_OF: Record<string, string> = { categoryId: 'simpleCategory', choose: 'entry', ids: 'token' };

function anyId(field: string): fc.Arbitrary<string> {
  const kind = KIND_OF[field];
  if (kind === undefined) return fc.constant(NOBODYS);
  return fc.nat({ max: 50 }).map((index) => idOf('own', kind, index));
}
