import { parentPort, workerData } from 'node:worker_threads';
import { messages } from '@electric-sql/pglite';
import { type Answer, openEngine, type Statement } from './embedded-engine.ts';

// The thread that PGlite works in, so that no query ever stalls the server's event loop.

/** What the thread is started with: the folder, and statements to begin with. */
export type Orders = { folder: string; openings: string[] };

/** What it is told: a statement, or null to close. */
export type Request = Statement | null;

/** What it says. Errors cross without their query and its parameters, which hold what callers store. */
export type Report =
  | { kind: 'ready' }
  | { kind: 'answer'; answer: Answer }
  | { kind: 'fault'; message: string; fields: Record<string, string>; broken: boolean }
  | { kind: 'heard'; channel: string; payload: string };

// PostgreSQL's fields of an error that node-postgres hands on too.
const FIELDS = ['severity', 'code', 'detail', 'hint', 'position', 'where', 'schema', 'table', 'column', 'dataType'];
const MORE_FIELDS = ['constraint', 'routine'];

const DISK_FULL = '53100';

// Started by startLife alone, which sends just this.
const { folder, openings } = workerData as Orders;

const report = (message: Report) => parentPort?.postMessage(message);

const engine = await openEngine(folder, { durable: true });
engine.onNotification((channel, payload) => report({ kind: 'heard', channel, payload }));
for (const sql of openings) await engine.run({ sql, params: [] });

parentPort?.on('message', (request: Request) => (request === null ? close() : run(request)));
report({ kind: 'ready' });

async function run(statement: Statement): Promise<void> {
  try {
    report({ kind: 'answer', answer: await engine.run(statement) });
  } catch (error) {
    report(faultOf(error));
  }
}

async function close(): Promise<void> {
  await engine.close();
  parentPort?.close();
}

/**
 * After a panic PostgreSQL would end and recover; PGlite goes on and acknowledges what it then loses. Whatever is
 * not an error of PostgreSQL's own comes from a WASM that fell over. Neither may be asked again.
 */
function faultOf(error: unknown): Report {
  if (!(error instanceof messages.DatabaseError)) {
    return { kind: 'fault', message: String(error), fields: {}, broken: true };
  }
  const { message, severity, code } = error;
  const all = new Map<string, unknown>(Object.entries(error));
  const fields = [...FIELDS, ...MORE_FIELDS].flatMap((name) => {
    const value = all.get(name);
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const broken = severity === 'PANIC' || severity === 'FATAL' || code === DISK_FULL;
  return { kind: 'fault', message, fields: Object.fromEntries(fields), broken };
}
