import compress from '@fastify/compress';
import type { AnyTRPCRouter } from '@trpc/server';
import type { FastifyInstance } from 'fastify';
import { appRouter } from '#server/api/router.ts';
import { authenticate } from '#server/auth/authenticate.ts';
import { sessionCookie } from '#server/auth/cookies.ts';
import { authRoutes } from './auth-routes.ts';
import { closeGracefully } from './closing.ts';
import { type Authenticate, contextMaker } from './context.ts';
import { healthRoutes } from './health.ts';
import { keycloakRoutes } from './keycloak-routes.ts';
import { methodGuard } from './methods.ts';
import { metricsRoute } from './metrics.ts';
import { openApiRoutes } from './openapi/routes.ts';
import { logRequests } from './request-log.ts';
import { restPlans } from './rest/plan.ts';
import { restRoutes } from './rest/routes.ts';
import { bareServer, TIMEOUTS, type Timeouts } from './server.ts';
import type { Services } from './services.ts';
import { trpcRoutes } from './trpc-routes.ts';
import { WEB_ROOT, webRoutes } from './web-routes.ts';

/** What a test may put in place of the product's own. */
export type Parts = { router: AnyTRPCRouter; authenticate: Authenticate; webRoot: string; timeouts: Timeouts };

const PARTS: Parts = { router: appRouter, authenticate, webRoot: WEB_ROOT, timeouts: TIMEOUTS };

const COMPRESSION = { encodings: ['br' as const, 'gzip' as const], threshold: 1024, globalDecompression: false };

/** Builds all that answers on the server's port. Who calls it lets it listen, and closes it. */
export async function buildApp(services: Services, replaced: Partial<Parts> = {}): Promise<FastifyInstance> {
  const { router, authenticate, webRoot, timeouts } = { ...PARTS, ...replaced };
  const app = bareServer(services, timeouts);
  const methods = methodGuard(app);
  const streams = closeGracefully(app, timeouts.graceMs);
  const makeContext = contextMaker(services, authenticate);
  logRequests(app);
  await app.register(compress, COMPRESSION);
  if (services.config.metrics) metricsRoute(app, services.auth);
  healthRoutes(app, services.db);
  const plans = restPlans(router);
  await app.register(restRoutes, { router, plans, makeContext });
  await app.register(openApiRoutes, { router, plans, cookieName: sessionCookie(services.config).name });
  await app.register(authRoutes, { services, makeContext });
  await app.register(keycloakRoutes, { services, makeContext });
  await app.register(trpcRoutes, { router, makeContext, streams });
  await webRoutes(app, webRoot);
  methods.close();
  return app;
}
