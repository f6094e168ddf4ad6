import type { z } from 'zod';
import { bodyOf, type RestRequest } from './rest/input.ts';
import { readQuery } from './rest/query.ts';
import { unknownFields } from './rest/unknown-fields.ts';

/** The body as its schema takes it; without a schema there must be none. */
export function inputOf<S extends z.ZodType>(request: RestRequest, schema: S): z.output<S>;
export function inputOf(request: RestRequest, schema: null): void;
export function inputOf(request: RestRequest, schema: z.ZodType | null): unknown {
  demandNoQuery(request);
  const body = bodyOf(request);
  if (schema !== null) return schema.parse(body ?? {});
  if (body !== null && Object.keys(body).length > 0) throw unknownFields(Object.keys(body));
}

/** @throws {VaultError} VALIDATION_ERROR naming what the query holds. */
export function demandNoQuery({ raw }: RestRequest): void {
  const names = [...readQuery(raw.url ?? '').keys()];
  if (names.length > 0) throw unknownFields(names);
}
