import { auditLog } from '#server/audit/log.ts';
import { readConfig } from '#server/config.ts';
import { openDatabase } from '#server/db/open.ts';
import { answerAdmin } from '#server/http/admin-commands.ts';
import { openKeyring } from '#server/keyring/keyring.ts';
import { keysDoor } from '#server/keyring/keys-door.ts';
import { replicasOf } from '#server/process/replicas.ts';

// Carries out a command about keys as `server/admin.ts` does without a server, and says when it begins, so that
// a test can kill it in the middle.

const config = readConfig();
const onFatal = (error: Error) => {
  throw error;
};
const db = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, warn: console.warn, onFatal });
const ring = await openKeyring(db.fork(), readConfig);
const keys = keysDoor(db, ring, replicasOf(db));
const audit = auditLog(db.fork, () => ring.current().instance);
const origin = { requestId: null, address: null, userAgent: null };
process.stdout.write('begins\n');
const began = performance.now();
const context = { em: db.fork(), keyring: ring.current(), audit, config, origin, keys };
const { ok, lines } = await answerAdmin(context, { command: process.argv[2] });
process.stdout.write(`${lines.join('\n')}\nended after ${Math.round(performance.now() - began)} ms\n`);
await db.close();
process.exitCode = ok ? 0 : 1;
