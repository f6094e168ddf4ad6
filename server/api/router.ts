import { aiRouter } from './ai.ts';
import { categoriesRouter } from './categories.ts';
import { entriesRouter } from './entries.ts';
import { exportsRouter } from './exports.ts';
import { liveRouter } from './live.ts';
import { projectsRouter } from './projects.ts';
import { searchRouter } from './search.ts';
import { assertGuarded, router } from './trpc.ts';

/** The contract: every procedure of the vault, for both wires. */
export const appRouter = router({
  ai: aiRouter,
  categories: categoriesRouter,
  entries: entriesRouter,
  exports: exportsRouter,
  live: liveRouter,
  projects: projectsRouter,
  search: searchRouter,
});

export type AppRouter = typeof appRouter;

assertGuarded(appRouter);
