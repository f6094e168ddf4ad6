import { accessKeysRouter } from './access-keys.ts';
import { accountRouter } from './account.ts';
import { aiRouter } from './ai.ts';
import { auditRouter } from './audit.ts';
import { categoriesRouter } from './categories.ts';
import { encryptionRouter } from './encryption.ts';
import { entriesRouter } from './entries.ts';
import { envsRouter } from './envs.ts';
import { envFilesRouter } from './envs-files.ts';
import { exportsRouter } from './exports.ts';
import { instanceRouter } from './instance.ts';
import { invitationsRouter } from './invitations.ts';
import { liveRouter } from './live.ts';
import { overviewRouter } from './overview.ts';
import { projectsRouter } from './projects.ts';
import { searchRouter } from './search.ts';
import { secondStepRouter } from './second-step.ts';
import { sessionsRouter } from './sessions.ts';
import { statsRouter } from './stats.ts';
import { assertGuarded, router } from './trpc.ts';
import { twoFactorRouter } from './two-factor.ts';

/** The contract: every procedure of the vault, for both wires. */
export const appRouter = router({
  accessKeys: accessKeysRouter,
  account: accountRouter,
  ai: aiRouter,
  audit: auditRouter,
  categories: categoriesRouter,
  encryption: encryptionRouter,
  entries: entriesRouter,
  envFiles: envFilesRouter,
  envs: envsRouter,
  exports: exportsRouter,
  instance: instanceRouter,
  invitations: invitationsRouter,
  live: liveRouter,
  overview: overviewRouter,
  projects: projectsRouter,
  search: searchRouter,
  secondStep: secondStepRouter,
  sessions: sessionsRouter,
  stats: statsRouter,
  twoFactor: twoFactorRouter,
});

export type AppRouter = typeof appRouter;

assertGuarded(appRouter);
