import * as projects from '#server/vault/projects.ts';
import { project, projectByName } from '#shared/projects.ts';
import { exampleEntry } from './examples.ts';
import { router, scoped } from './trpc.ts';

const missing = { entryId: null, state: 'missing', count: 0 };

export const projectsRouter = router({
  get: scoped('entries:read', 'entry.project')
    .meta({
      openapi: {
        method: 'GET',
        path: '/projects/{name}',
        tags: ['Projects'],
        summary: 'Get the matrix of a project',
        description: 'Variables by environments, states only. Nothing is decrypted.',
      },
      rest: {
        errors: ['PROJECT_NOT_FOUND'],
        example: {
          request: { name: 'Shop' },
          response: {
            name: 'Shop',
            rows: [
              {
                categoryId: exampleEntry.categoryId,
                categoryName: 'Stripe',
                variable: 'STRIPE_SECRET_KEY',
                cells: {
                  development: missing,
                  staging: missing,
                  production: { entryId: exampleEntry.id, state: 'present', count: 1 },
                  local: missing,
                },
              },
            ],
          },
        },
      },
    })
    .input(projectByName)
    .output(project)
    .query(({ ctx, input }) => projects.get(ctx.vault, ctx.caller, input.name)),
});
