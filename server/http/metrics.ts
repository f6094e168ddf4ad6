import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AuthState } from '#server/auth/state.ts';
import { routeOf } from './request-log.ts';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Serves `/metrics` in Prometheus' form. Labels are route patterns, methods and codes: nothing of a vault is in them. */
export function metricsRoute(app: FastifyInstance, { counters }: AuthState): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  measureRequests(app, registry);
  showStrangers(registry, counters);
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
}

function measureRequests(app: FastifyInstance, registry: Registry): void {
  const registers = [registry];
  const labelNames = ['method', 'route', 'status'];
  const seconds = new Histogram({
    name: 'kagi_http_request_duration_seconds',
    help: 'How long requests took, by route pattern.',
    ...{ labelNames, registers, buckets: SECONDS },
  });
  const unauthorized = new Counter({
    name: 'kagi_auth_failures_total',
    help: 'Requests that were answered 401, by route pattern.',
    ...{ labelNames: ['route'], registers },
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = routeOf(request);
    const status = String(reply.statusCode);
    seconds.observe({ method, route, status }, reply.elapsedTime / 1000);
    if (reply.statusCode === 401) unauthorized.inc({ route });
    done();
  });
}

/** Strangers are counted rather than recorded: they must not be able to fill the audit log. */
function showStrangers(registry: Registry, counters: AuthState['counters']): void {
  const registers = [registry];
  new Gauge({
    name: 'kagi_unknown_access_keys',
    help: 'Access keys shown since the start that are unknown, expired or revoked.',
    registers,
    collect() {
      this.set(counters.unknownKeys);
    },
  });
  new Gauge({
    name: 'kagi_unknown_sessions',
    help: 'Sessions shown since the start that are unknown or ended.',
    registers,
    collect() {
      this.set(counters.unknownSessions);
    },
  });
}
