import { z } from 'zod';
import { get } from '#server/vault/stats.ts';
import { type Stats, stats } from '#shared/stats.ts';
import { router, scoped } from './trpc.ts';

const example: Stats = {
  totalCategories: 12,
  totalEntries: 48,
  total2fa: 5,
  totalEnvProjects: 3,
  byKeyType: { simple: 30, group: 14, ssh: 3, json: 1 },
  byEnvironment: { development: 12, staging: 10, production: 20, local: 6 },
  expiringSoon: 2,
  expired: 1,
};

export const statsRouter = router({
  get: scoped('stats:read', 'account.stats')
    .meta({
      openapi: { method: 'GET', path: '/stats', tags: ['Stats'], summary: 'Count what there is' },
      rest: { example: { request: {}, response: example } },
    })
    .input(z.strictObject({}))
    .output(stats)
    .query(({ ctx }) => get(ctx.vault, ctx.caller)),
});
