import { z } from 'zod';
import { router, scoped, sessionOnly } from '#server/api/trpc.ts';
import { VaultError } from '#shared/errors.ts';
import { id, page, search } from '#shared/text.ts';

const noteId = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e11';
const note = z.object({ id, text: z.string(), done: z.boolean(), updatedAt: z.iso.datetime() }).meta({ id: 'Note' });
const input = z.strictObject({
  text: z.string(),
  done: z.boolean().default(false),
  tags: z.record(z.string(), z.string()).optional(),
});
const filter = z.strictObject({
  search: search.optional(),
  done: z.boolean().optional(),
  ids: z.array(id).optional(),
  ...page,
});

export const exampleNote = { id: noteId, text: 'milk', done: false, updatedAt: '2026-11-24T09:30:00.000Z' };

/** Procedures of every shape that the adapters must bear. What they were given is in what they answer. */
export const noteRouter = router({
  notes: router({
    list: scoped('entries:read', 'entry.list')
      .meta({
        openapi: { method: 'GET', path: '/notes', tags: ['Notes'], summary: 'List notes' },
        rest: { example: { request: { done: false }, response: [exampleNote] } },
      })
      .input(filter)
      .output(z.array(note))
      .query(({ input }) =>
        Array.from({ length: input.limit ?? 2 }, (_, at) => ({
          ...exampleNote,
          text: `${JSON.stringify(input)} ${at}`,
        })),
      ),
    get: scoped('entries:read', 'entry.get')
      .meta({
        openapi: { method: 'GET', path: '/notes/{id}', tags: ['Notes'], summary: 'Get a note' },
        rest: { errors: ['ENTRY_NOT_FOUND'], example: { request: { id: noteId }, response: exampleNote } },
      })
      .input(z.strictObject({ id: z.string() }))
      .output(note)
      .query(({ input }) => ({ ...exampleNote, text: input.id })),
    // After the route with a parameter, which fits its path too.
    names: scoped('entries:read', 'entry.names')
      .meta({
        openapi: { method: 'GET', path: '/notes/names', tags: ['Notes'], summary: 'List names' },
        rest: { example: { response: ['milk'] } },
      })
      .output(z.array(z.string()))
      .query(() => ['names']),
    create: scoped('entries:write', 'entry.create')
      .meta({
        openapi: { method: 'POST', path: '/notes', tags: ['Notes'], summary: 'Create a note' },
        rest: { status: 201, idempotent: true, example: { request: { text: 'milk' }, response: exampleNote } },
      })
      .input(input)
      .output(note)
      .mutation(({ ctx, input }) => ({ ...exampleNote, text: `${input.text} ${JSON.stringify(ctx.vault.once)}` })),
    update: scoped('entries:write', 'entry.update')
      .meta({
        openapi: { method: 'PUT', path: '/notes/{id}', tags: ['Notes'], summary: 'Change a note' },
        rest: {
          conditional: true,
          large: true,
          example: { request: { id: noteId, done: true }, response: exampleNote },
        },
      })
      .input(input.partial().extend({ id, done: z.boolean().optional() }))
      .output(note)
      .mutation(({ ctx, input }) => ({
        ...exampleNote,
        done: input.done ?? false,
        text: `${input.text} ${ctx.vault.ifMatch}${ctx.vault.mustBeNew ? ', new' : ''}`,
      })),
    delete: scoped('entries:write', 'entry.delete')
      .meta({
        openapi: { method: 'DELETE', path: '/notes/{id}', tags: ['Notes'], summary: 'Delete a note' },
        rest: { status: 204, example: { request: { id: noteId } } },
      })
      .input(z.strictObject({ id }))
      .output(z.void())
      .mutation(() => {}),
    put: scoped('entries:write', 'entry.put')
      .meta({
        openapi: { method: 'POST', path: '/notes/{id}/files', tags: ['Notes'], summary: 'Create or replace a file' },
        rest: { status: 201, example: { request: { id: noteId, name: 'new' }, response: { name: 'new' } } },
      })
      .input(z.strictObject({ id, name: z.string() }))
      .output(z.object({ name: z.string() }))
      .mutation(({ ctx, input }) => {
        ctx.reply.created = input.name === 'new';
        ctx.reply.updatedAt = new Date('2026-11-24T09:30:00.000Z');
        return { name: input.name };
      }),
    reveal: scoped('entries:reveal', 'entry.reveal')
      .meta({
        openapi: { method: 'POST', path: '/notes/{id}/reveal', tags: ['Notes'], summary: 'Reveal a note' },
        rest: { secret: true, example: { request: { id: noteId }, response: { secret: 's3cret' } } },
      })
      .input(z.strictObject({ id }))
      .output(z.object({ secret: z.string() }))
      .mutation(() => ({ secret: 's3cret '.repeat(400) })),
    read: scoped('export:read', 'export.read')
      .meta({
        openapi: { method: 'GET', path: '/notes/export', tags: ['Notes'], summary: 'Export notes' },
        rest: {
          secret: true,
          originBound: true,
          contentTypes: ['text/plain; charset=utf-8', 'application/json'],
          example: { request: { json: false }, response: 'A="1"\n' },
        },
      })
      .input(z.strictObject({ json: z.boolean().default(false) }))
      .output(z.union([z.string(), z.array(note)]))
      .query(({ ctx, input }) => {
        const contentType = input.json ? 'application/json' : 'text/plain; charset=utf-8';
        ctx.reply.download = { fileName: input.json ? 'notes.json' : 'notes.env', contentType };
        return input.json || ctx.wantsJson ? [exampleNote] : 'A="1"\n';
      }),
    fail: scoped('entries:read', 'entry.fail')
      .meta({
        openapi: { method: 'POST', path: '/notes/fail', tags: ['Notes'], summary: 'Fail' },
        rest: { example: { request: { how: 'bug' }, response: {} } },
      })
      .input(z.strictObject({ how: z.enum(['bug', 'driver', 'parser', 'busy']) }))
      .output(z.object({}))
      .mutation(({ input }) => {
        if (input.how === 'busy') throw new VaultError('UNAVAILABLE', { retryAfterSeconds: 7 });
        if (input.how === 'parser') return JSON.parse('s3cret');
        const error = new Error('insert into entry values (s3cret)');
        throw input.how === 'driver' ? Object.assign(error, { code: '23502' }) : error;
      }),
  }),
  session: router({
    only: sessionOnly('session.only', { admin: true })
      .meta({
        openapi: { method: 'POST', path: '/session/only', tags: ['Sessions'], summary: 'For sessions' },
        rest: { status: 204 },
      })
      .output(z.void())
      .mutation(() => {}),
    ticks: sessionOnly('session.ticks').subscription(async function* ({ signal }) {
      yield { tick: 1 };
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    }),
  }),
});
