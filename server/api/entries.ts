import { z } from 'zod';
import * as entries from '#server/vault/entries.ts';
import { copy } from '#server/vault/entry-copies.ts';
import { reveal, revealByName } from '#server/vault/entry-reveals.ts';
import { update } from '#server/vault/entry-updates.ts';
import { importText } from '#server/vault/imports.ts';
import {
  entry,
  entryByName,
  entryChange,
  entryCopy,
  entryFilter,
  entryInput,
  projectNames,
  revealedEntry,
} from '#shared/entries.ts';
import { importInput, importResult } from '#shared/imports.ts';
import { byId } from '#shared/text.ts';
import { entryId, exampleEntry } from './examples.ts';
import { mayUse, router, scoped } from './trpc.ts';

const tags = ['Entries'];
const { categoryId, name, environment } = exampleEntry;
const revealed = { id: entryId, name, environment, value: 'sk_live_example', fileName: null };
const imported = {
  variables: [{ variable: 'STRIPE_SECRET_KEY', line: 1, action: 'update', categoryId, entryId }],
  problems: [{ line: 2, message: 'This line has no "=".' }],
};

export const entriesRouter = router({
  list: scoped('entries:read', 'entry.list')
    .meta({
      openapi: { method: 'GET', path: '/entries', tags, summary: 'List entries, without values' },
      rest: { example: { request: { environment }, response: [exampleEntry] } },
    })
    .input(entryFilter)
    .output(z.array(entry))
    .query(({ ctx, input }) => entries.list(ctx.vault, ctx.caller, input)),

  projectNames: scoped('entries:read', 'entry.project-names')
    .meta({
      openapi: { method: 'GET', path: '/entries/project-names', tags, summary: 'List the distinct entry names' },
      rest: { example: { response: ['Blog', 'Shop'] } },
    })
    .input(z.strictObject({}))
    .output(projectNames)
    .query(({ ctx }) => entries.projectNames(ctx.vault, ctx.caller)),

  create: scoped('entries:write', 'entry.create')
    .meta({
      openapi: { method: 'POST', path: '/entries', tags, summary: 'Create an entry' },
      rest: {
        status: 201,
        idempotent: true,
        large: true,
        errors: ['CATEGORY_NOT_FOUND', 'ENTRY_VALUE_INVALID', 'IDEMPOTENCY_CONFLICT', 'WRITE_CONFLICT'],
        example: { request: { categoryId, name, environment, value: 'sk_live_example' }, response: exampleEntry },
      },
    })
    .input(entryInput)
    .output(entry)
    .mutation(({ ctx, input }) => entries.create(ctx.vault, ctx.caller, input)),

  get: scoped('entries:read', 'entry.get')
    .meta({
      openapi: { method: 'GET', path: '/entries/{id}', tags, summary: 'Get an entry, without its value' },
      rest: { errors: ['ENTRY_NOT_FOUND'], example: { request: { id: entryId }, response: exampleEntry } },
    })
    .input(byId)
    .output(entry)
    .query(({ ctx, input }) => entries.get(ctx.vault, ctx.caller, input.id)),

  update: scoped('entries:write', 'entry.update')
    .meta({
      openapi: {
        method: 'PUT',
        path: '/entries/{id}',
        tags,
        summary: 'Change an entry',
        description:
          'Any subset of the fields; a new value replaces the ciphertext. Of a group, `fields` sets single fields and removes those that are null.',
      },
      rest: {
        conditional: true,
        large: true,
        errors: ['ENTRY_NOT_FOUND', 'CATEGORY_NOT_FOUND', 'ENTRY_VALUE_INVALID', 'WRITE_CONFLICT'],
        example: { request: { id: entryId, value: 'sk_live_other' }, response: exampleEntry },
      },
    })
    .input(entryChange)
    .output(entry)
    .mutation(({ ctx, input }) => update(ctx.vault, ctx.caller, input)),

  delete: scoped('entries:write', 'entry.delete')
    .meta({
      openapi: { method: 'DELETE', path: '/entries/{id}', tags, summary: 'Delete an entry' },
      rest: { status: 204, errors: ['ENTRY_NOT_FOUND'], example: { request: { id: entryId } } },
    })
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => entries.remove(ctx.vault, ctx.caller, input.id)),

  reveal: scoped('entries:reveal', 'entry.reveal')
    .meta({
      openapi: { method: 'POST', path: '/entries/{id}/reveal', tags, summary: 'Reveal the value of an entry' },
      rest: {
        secret: true,
        errors: ['ENTRY_NOT_FOUND', 'INTEGRITY_FAILURE', 'AUDIT_UNAVAILABLE'],
        example: { request: { id: entryId }, response: revealed },
      },
    })
    .input(byId)
    .output(revealedEntry)
    .mutation(({ ctx, input }) => reveal(ctx.vault, ctx.caller, input.id)),

  revealByName: scoped('entries:reveal', 'entry.reveal')
    .meta({
      openapi: {
        method: 'POST',
        path: '/entries/reveal',
        tags,
        summary: 'Reveal a value by project, environment and variable',
        description: 'The newest entry that fits. Of a group, the named field alone.',
      },
      rest: {
        secret: true,
        errors: ['ENTRY_NOT_FOUND', 'INTEGRITY_FAILURE', 'AUDIT_UNAVAILABLE'],
        example: { request: { name, environment, variable: 'STRIPE_SECRET_KEY' }, response: revealed },
      },
    })
    .input(entryByName)
    .output(revealedEntry)
    .mutation(({ ctx, input }) => revealByName(ctx.vault, ctx.caller, input)),

  copy: scoped('entries:write', 'entry.copy')
    .meta({
      openapi: {
        method: 'POST',
        path: '/entries/{id}/copy',
        tags,
        summary: 'Put the same secret in another project or environment',
        description: 'The secret never leaves the server. A single field goes into the newest entry that stands there.',
      },
      rest: {
        status: 201,
        idempotent: true,
        errors: ['ENTRY_NOT_FOUND', 'IDEMPOTENCY_CONFLICT', 'WRITE_CONFLICT', 'INTEGRITY_FAILURE'],
        example: {
          request: { id: entryId, name, environment: 'staging' },
          response: { ...exampleEntry, environment: 'staging' },
        },
      },
    })
    .input(entryCopy)
    .output(entry)
    .mutation(({ ctx, input }) => copy(ctx.vault, ctx.caller, input)),

  import: scoped('entries:write', 'entry.import')
    .meta({
      openapi: {
        method: 'POST',
        path: '/entries/import',
        tags,
        summary: 'Preview or apply a dotenv text',
        description: 'Where it makes a category, it needs categories:write too.',
      },
      rest: {
        idempotent: true,
        large: true,
        errors: ['CATEGORY_NOT_FOUND', 'IDEMPOTENCY_CONFLICT', 'WRITE_CONFLICT'],
        example: {
          request: { text: 'STRIPE_SECRET_KEY=sk_live_example\nnonsense', name, environment, mode: 'preview' },
          response: imported,
        },
      },
    })
    .input(importInput)
    .output(importResult)
    .mutation(({ ctx, input }) =>
      importText(ctx.vault, ctx.caller, input, {
        mayCompare: mayUse(ctx.caller, 'entries:reveal'),
        mayCreateCategories: mayUse(ctx.caller, 'categories:write'),
      }),
    ),
});
