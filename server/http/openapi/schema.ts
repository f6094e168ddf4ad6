/** A schema, or any other part of the document, as JSON writes it. */
export type Schema = { readonly [key: string]: unknown };

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The part at a path, or nothing: generated documents have many shapes. */
export function partOf(schema: unknown, ...path: readonly string[]): Schema {
  const part = path.reduce<unknown>((at, key) => (isSchema(at) ? at[key] : undefined), schema);
  return isSchema(part) ? part : {};
}

/** Says the same in the plainest words: validators and generators of clients understand those alone. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isSchema(value)) return value;
  return Object.fromEntries(Object.entries(named(unpatterned(value))).map(([key, inner]) => [key, plain(inner)]));
}

/** A format needs no pattern beside it that spells it out. */
function unpatterned(schema: Schema): Schema {
  const { pattern, ...rest } = schema;
  return typeof schema.format === 'string' && typeof pattern === 'string' ? rest : schema;
}

/** A record whose keys are all known is an object with those properties. */
function named(schema: Schema): Schema {
  const { propertyNames, additionalProperties, ...rest } = schema;
  const isRecord = isSchema(propertyNames) && isSchema(additionalProperties);
  if (!isRecord || !Array.isArray(schema.required)) return schema;
  const properties = Object.fromEntries(schema.required.map((key) => [String(key), additionalProperties]));
  return { ...rest, properties, additionalProperties: false };
}
