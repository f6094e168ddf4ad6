import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server';
import { z } from 'zod';
import type { Access, Meta, RestMeta } from '#server/api/meta.ts';

/** How a value that arrives as text is to be read. */
export type Kind = 'text' | 'number' | 'boolean' | 'list';

/** The REST form of one procedure: everything about it that can be known before the first request. */
export type RestPlan = {
  /** As the router names it: `entries.list`. */
  name: string;
  procedure: AnyTRPCProcedure;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  /** As the contract writes it: `/entries/{id}`. */
  path: string;
  /** As Fastify writes it: `/api/entries/:id`. */
  url: string;
  pathParams: readonly string[];
  /** Every field of the input that comes by path or query. */
  kinds: ReadonlyMap<string, Kind>;
  /** Whether the other fields come in a body. */
  hasBody: boolean;
  /** Whether the procedure takes anything at all. */
  hasInput: boolean;
  /** Whether `limit` and `cursor` ask for a part of the list. */
  pages: boolean;
  access: Access;
  rest: RestMeta;
  openapi: NonNullable<Meta['openapi']>;
};

export const API_PREFIX = '/api';

/**
 * Plans the REST form of every procedure that has one.
 * @throws {Error} naming a procedure whose form cannot be served as it stands.
 */
export function restPlans(router: AnyTRPCRouter): RestPlan[] {
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures;
  return Object.entries(procedures).flatMap(([name, procedure]) => planOf(name, procedure) ?? []);
}

/** Fields of an input, seen through whatever wraps the object. */
export function fieldsOf(schema: unknown): Record<string, unknown> | null {
  return objectIn(schema)?.shape ?? null;
}

function planOf(name: string, procedure: AnyTRPCProcedure): RestPlan | null {
  // Only server/api/trpc.ts makes procedures, so their meta is ours.
  const { openapi, access, rest = {} } = (procedure._def.meta ?? {}) as Meta;
  if (openapi === undefined) return null;
  if (access === undefined) throw new Error(`The procedure ${name} names no guard.`);
  const { method, path } = openapi;
  const pathParams = [...path.matchAll(/\{(\w+)\}/g)].map(([, param = '']) => param);
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const fields = inputFields(name, procedure);
  const strayParam = pathParams.find((param) => !(param in (fields ?? {})));
  if (strayParam !== undefined) throw new Error(`The input of ${name} lacks the path's ${strayParam}.`);
  const texts = Object.keys(fields ?? {}).filter((field) => !hasBody || pathParams.includes(field));
  return {
    ...{ name, procedure, method, path, pathParams, hasBody, access, rest, openapi },
    url: API_PREFIX + path.replace(/\{(\w+)\}/g, ':$1'),
    kinds: new Map(texts.map((field) => [field, kindOf(fields?.[field])])),
    hasInput: fields !== null,
    pages: !hasBody && texts.includes('limit') && texts.includes('cursor'),
  };
}

/** An input that is not strict would drop a misspelt field in silence, so it is refused at start. */
function inputFields(name: string, procedure: AnyTRPCProcedure): Record<string, unknown> | null {
  const inputs: readonly unknown[] = procedure._def.inputs;
  if (inputs.length === 0) return null;
  const object = inputs.length === 1 ? objectIn(inputs[0]) : null;
  if (object === null) throw new Error(`The input of ${name} is not one object, so it has no REST form.`);
  if (!(object.def.catchall instanceof z.ZodNever)) throw new Error(`The input of ${name} is not strict.`);
  return object.shape;
}

function objectIn(schema: unknown): z.ZodObject | null {
  if (schema instanceof z.ZodObject) return schema;
  const inner = innerOf(schema);
  return inner === null ? null : objectIn(inner);
}

function kindOf(schema: unknown): Kind {
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodArray) return 'list';
  const inner = innerOf(schema);
  return inner === null ? 'text' : kindOf(inner);
}

function innerOf(schema: unknown): unknown {
  if (schema instanceof z.ZodPipe) return schema.def.in;
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly;
  return wraps ? schema.def.innerType : null;
}
