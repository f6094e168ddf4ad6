import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { router, scoped } from '#server/api/trpc.ts';
import { restPlans } from './plan.ts';

const read = scoped('entries:read', 'entry.read');

function plansOf(path: `/${string}`, input?: z.ZodType, method: 'GET' | 'PUT' = 'GET') {
  const openapi = { openapi: { method, path } };
  const procedure = input
    ? read
        .meta(openapi)
        .input(input)
        .query(() => null)
    : read.meta(openapi).query(() => null);
  return restPlans(router({ notes: router({ get: procedure }) }));
}

describe('the plan of a procedure', () => {
  it('knows how each field of path and query is to be read, through whatever wraps it', () => {
    const input = z
      .strictObject({
        id: z.string(),
        limit: z.int().min(1).optional(),
        done: z.boolean().nullable().default(false),
        ids: z.array(z.string()).optional(),
        size: z.number().transform(String).optional(),
      })
      .refine(() => true);
    const [plan] = plansOf('/notes/{id}', input);
    expect(Object.fromEntries(plan?.kinds ?? [])).toEqual({
      id: 'text',
      limit: 'number',
      done: 'boolean',
      ids: 'list',
      size: 'number',
    });
    expect(plan).toMatchObject({ name: 'notes.get', url: '/api/notes/:id', pathParams: ['id'], hasBody: false });
  });

  it('takes only the path by text where the rest comes in a body', () => {
    const [plan] = plansOf('/notes/{id}', z.strictObject({ id: z.string(), limit: z.int() }), 'PUT');
    expect([...(plan?.kinds.keys() ?? [])]).toEqual(['id']);
  });

  it('is not made for a procedure without a REST form', () => {
    expect(restPlans(router({ notes: router({ get: read.query(() => null) }) }))).toEqual([]);
  });
});

describe('a procedure is refused at start', () => {
  it('when its input would drop unknown fields in silence', () => {
    expect(() => plansOf('/notes', z.object({}))).toThrow('The input of notes.get is not strict.');
  });

  it('when its input is not an object', () => {
    expect(() => plansOf('/notes', z.union([z.strictObject({}), z.string()]))).toThrow('not one object');
  });

  it('when its path names what the input lacks', () => {
    expect(() => plansOf('/notes/{id}', z.strictObject({}))).toThrow("The input of notes.get lacks the path's id.");
  });
});
