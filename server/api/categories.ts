import { z } from 'zod';
import * as categories from '#server/vault/categories.ts';
import { categoryUses } from '#server/vault/category-uses.ts';
import { category, categoryChange, categoryFilter, categoryInput } from '#shared/categories.ts';
import { categoryUse } from '#shared/category-uses.ts';
import { byId } from '#shared/text.ts';
import { exampleCategory } from './examples.ts';
import { router, scoped, sessionOnly } from './trpc.ts';

const tags = ['Categories'];
const formErrors = ['CATEGORY_SIMPLE_REQUIRES_ENV_VAR', 'CATEGORY_GROUP_REQUIRES_FIELDS'] as const;
const input = { name: 'Stripe', keyType: 'simple', envVarName: 'STRIPE_SECRET_KEY', icon: 'stripe', color: '#635bff' };

export const categoriesRouter = router({
  list: scoped('categories:read', 'category.list')
    .meta({
      openapi: { method: 'GET', path: '/categories', tags, summary: 'List categories' },
      rest: { example: { request: { search: 'str' }, response: [exampleCategory] } },
    })
    .input(categoryFilter)
    .output(z.array(category))
    .query(({ ctx, input }) => categories.list(ctx.vault, ctx.caller, input)),

  /** On tRPC's wire alone: what the cards of the web app show of the entries. */
  uses: sessionOnly('category.uses')
    .input(z.strictObject({}))
    .output(z.array(categoryUse))
    .query(({ ctx }) => categoryUses(ctx.vault, ctx.caller)),

  create: scoped('categories:write', 'category.create')
    .meta({
      openapi: { method: 'POST', path: '/categories', tags, summary: 'Create a category' },
      rest: {
        status: 201,
        idempotent: true,
        errors: [...formErrors, 'IDEMPOTENCY_CONFLICT'],
        example: { request: input, response: { ...exampleCategory, entryCount: 0 } },
      },
    })
    .input(categoryInput)
    .output(category)
    .mutation(({ ctx, input }) => categories.create(ctx.vault, ctx.caller, input)),

  get: scoped('categories:read', 'category.get')
    .meta({
      openapi: { method: 'GET', path: '/categories/{id}', tags, summary: 'Get a category' },
      rest: {
        errors: ['CATEGORY_NOT_FOUND'],
        example: { request: { id: exampleCategory.id }, response: exampleCategory },
      },
    })
    .input(byId)
    .output(category)
    .query(({ ctx, input }) => categories.get(ctx.vault, ctx.caller, input.id)),

  update: scoped('categories:write', 'category.update')
    .meta({
      openapi: {
        method: 'PUT',
        path: '/categories/{id}',
        tags,
        summary: 'Change a category',
        description: 'Any subset of the fields. On a change of key type the fields of the old type become null.',
      },
      rest: {
        conditional: true,
        errors: ['CATEGORY_NOT_FOUND', ...formErrors, 'CATEGORY_KEY_TYPE_IN_USE', 'WRITE_CONFLICT'],
        example: {
          request: { id: exampleCategory.id, description: 'Payments' },
          response: exampleCategory,
        },
      },
    })
    .input(categoryChange)
    .output(category)
    .mutation(({ ctx, input }) => categories.update(ctx.vault, ctx.caller, input)),

  delete: scoped('categories:write', 'category.delete')
    .meta({
      openapi: { method: 'DELETE', path: '/categories/{id}', tags, summary: 'Delete a category with all its entries' },
      rest: { status: 204, errors: ['CATEGORY_NOT_FOUND'], example: { request: { id: exampleCategory.id } } },
    })
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => categories.remove(ctx.vault, ctx.caller, input.id)),
});
