import type { FastifyInstance } from 'fastify';
import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import type { KeycloakClient } from '#server/auth/keycloak.ts';
import { ensureAdmin, setupLink } from '#server/auth/setup.ts';
import { type Config, readConfig } from '#server/config.ts';
import { answerAdmin } from '#server/http/admin-commands.ts';
import { type AdminSocket, serveAdmin } from '#server/http/admin-socket.ts';
import { type Assembled, assemble } from './assemble.ts';
import { placeOf, sentenceFor } from './failures.ts';
import { jobsOf } from './jobs.ts';
import { schedule } from './schedule.ts';
import { heedSignals } from './signals.ts';

/** Starts the server, and ends the process if it does not start. Logs go to stderr, words for people to stdout. */
export async function serve(): Promise<void> {
  try {
    const config = readConfig();
    const log = logger(config);
    endOnBugs(log);
    await run(config, log);
  } catch (error) {
    process.stderr.write(`Kagi does not start. ${sentenceFor(error)}\n`);
    process.exit(1);
  }
}

function logger({ logLevel: level }: Config): Logger {
  const stderr = destination(2);
  // A terminal that was closed, or a reader that went away, must not take the vault along.
  for (const stream of [stderr, process.stdout]) stream.on('error', () => {});
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, stderr);
}

async function run(config: Config, log: Logger): Promise<void> {
  const onFatal = (error: Error) => {
    log.fatal(error.message);
    process.exit(1);
  };
  // The database opens in a thread of its own: what answers requests is loaded meanwhile.
  const [vault, { buildApp }] = await Promise.all([assemble(config, log, onFatal), import('#server/http/app.ts')]);
  const { services, contextOfSystem } = vault;
  await ensureAdmin({ ...contextOfSystem(), state: services.auth });
  const app = await buildApp(services);
  await app.listen({ host: config.host, port: config.port });
  const admin = await openAdmin(vault, log);
  const jobs = schedule(jobsOf(services), ({ name }, error) =>
    log.error({ job: name, error: placeOf(error) }, 'job failed'),
  );
  heedSignals({
    stop: async () => {
      say('Stopping: requests under way are finished first.');
      await Promise.all([closeApp(app), admin?.close(), jobs.stop()]);
      await vault.close();
    },
    reload: async () => {
      await vault.rereadKeyring();
      log.info({ keys: services.keyring().keks.ids }, 'key ring read again');
    },
    onFault: (error) => log.error(sentenceFor(error)),
  });
  await greet(app, vault);
}

const IDLE_MS = 100;

/** Node closes the connections that are idle when it begins, not those that become so: a browser keeps its for a minute. */
async function closeApp(app: FastifyInstance): Promise<void> {
  const timer = setInterval(() => app.server.closeIdleConnections(), IDLE_MS);
  await app.close();
  clearInterval(timer);
}

async function greet(app: FastifyInstance, { services, contextOfSystem }: Assembled): Promise<void> {
  const { config } = services;
  say(`Kagi listens on ${app.listeningOrigin}, and is reached as ${config.publicUrl.origin}`);
  if (services.auth.keycloak !== null) say(addressesFor(services.auth.keycloak));
  const link = await setupLink(contextOfSystem());
  if (link !== null) say(`Nobody has an account yet. Whoever opens this link first becomes the admin:\n\n  ${link}\n`);
}

/** Under the names that Keycloak's console has for them. */
function addressesFor(keycloak: KeycloakClient): string {
  const { redirect, postLogout, backchannelLogout } = keycloak.describe();
  return `Sign-in with Keycloak is on. Its client there must have:

  Valid redirect URIs              ${redirect}
  Valid post logout redirect URIs  ${postLogout}
  Backchannel logout URL           ${backchannelLogout}
`;
}

/** Without the socket the vault still serves: then only the admin commands need it to be stopped first. */
async function openAdmin({ services, contextOfSystem }: Assembled, log: Logger): Promise<AdminSocket | null> {
  try {
    return await serveAdmin(services.config.dataDir, (request) => answerAdmin(contextOfSystem(), request));
  } catch (error) {
    log.warn(`Admin commands cannot reach this server. ${error instanceof Error ? error.message : ''}`);
    return null;
  }
}

/** Node prints an error that nobody caught, and its message may quote a query's parameters. */
function endOnBugs(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ error: placeOf(error) }, 'uncaught error');
    process.exit(1);
  });
}

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}
