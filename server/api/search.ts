import { search } from '#server/vault/search.ts';
import { hits, searchQuery } from '#shared/search.ts';
import { mayUse, router, scoped } from './trpc.ts';

export const searchRouter = router({
  find: scoped('entries:read', 'entry.search')
    .meta({
      openapi: {
        method: 'GET',
        path: '/search',
        tags: ['Search'],
        summary: 'Search the names of the whole vault',
        description: 'Best first, of the nouns whose read scope the key has. Never values.',
      },
      rest: {
        example: {
          request: { q: 'shop' },
          response: [{ kind: 'project', id: 'Shop', name: 'Shop', detail: null }],
        },
      },
    })
    .input(searchQuery)
    .output(hits)
    .query(({ ctx, input }) => search(ctx.vault, ctx.caller, input, (scope) => mayUse(ctx.caller, scope))),
});
