import { chmod, mkdir, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { BackupError } from '#server/backup/backup-error.ts';
import { blocksOf, linesOf } from '#server/backup/lines.ts';

/** What a command says, line by line, and whether it went well: the exit code follows it. */
export const adminAnswer = z.object({ ok: z.boolean(), lines: z.array(z.string()) });
export type AdminAnswer = z.infer<typeof adminAnswer>;

/** An answer that rows may follow: more than can be held at once. */
export type AdminReply = AdminAnswer & { rows?: AsyncIterable<string> };

/** Answers one request; it was read as JSON and nothing of it is checked yet. */
export type AdminHandler = (request: unknown) => Promise<AdminReply>;

export type AdminSocket = { close(): Promise<void> };

/**
 * Listens for the admin commands on a socket in the data folder. Whoever may open the folder's files may
 * command the vault: there is no other credential. Shape: one JSON request, end; one JSON answer, and on the lines
 * below it the rows, if some follow; end.
 * @throws {Error} if another server listens there, or the folder takes no socket.
 */
export async function serveAdmin(dataDir: string, handle: AdminHandler): Promise<AdminSocket> {
  const path = pathIn(dataDir);
  if (Buffer.byteLength(path) > PATH_BYTES) throw new Error(`The path ${path} is too long for a socket.`);
  // With a PostgreSQL and the keys in the settings, nothing else has needed the folder so far.
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const other = await connected(path);
  other?.destroy();
  if (other !== null) throw new Error(`Another server already listens on ${path}.`);
  await rm(path, { force: true });
  // Half-open: the client ends its side to say that the request is whole.
  const server = createServer({ allowHalfOpen: true }, (socket) => void serve(socket, handle));
  await listenPrivately(server, path);
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Asks the server that holds the data folder; null if none listens there. */
export async function askServer(dataDir: string, request: unknown): Promise<AdminAnswer | null> {
  const socket = await asked(dataDir, request);
  return socket && adminAnswer.parse(await json(socket));
}

/**
 * Asks for what rows follow. Where they end does not say whether the server had more: that is for the rows to say.
 * @throws {BackupError} if the server goes away without an answer.
 */
export async function askServerForRows(dataDir: string, request: unknown): Promise<AdminReply | null> {
  const socket = await asked(dataDir, request);
  if (socket === null) return null;
  const rows = linesOf(socket);
  const { value: answer, done } = await rows.next();
  if (done) throw new BackupError('The server went away without an answer.');
  return { ...adminAnswer.parse(JSON.parse(answer)), rows };
}

async function asked(dataDir: string, request: unknown): Promise<Socket | null> {
  const path = pathIn(dataDir);
  const socket = Buffer.byteLength(path) > PATH_BYTES ? null : await connected(path);
  socket?.end(JSON.stringify(request));
  return socket;
}

/** What the systems' own structure for such an address holds: 104 bytes on macOS, 108 on Linux, with a NUL. */
const PATH_BYTES = 103;

function pathIn(dataDir: string): string {
  return join(dataDir, 'admin.sock');
}

async function serve(socket: Socket, handle: AdminHandler): Promise<void> {
  try {
    const { rows, ...answer } = await handle(await json(socket));
    if (rows === undefined) socket.end(JSON.stringify(answer));
    else await pipeline(under(`${JSON.stringify(answer)}\n`, rows), socket);
  } catch {
    // Whoever spoke no JSON, or has gone, gets no answer.
    socket.destroy();
  }
}

async function* under(head: string, rows: AsyncIterable<string>) {
  yield head;
  yield* blocksOf(rows);
}

/** The socket is made under the umask: changing its mode afterwards would leave it open for a moment. */
function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const before = process.umask(0o177);
    try {
      server.once('error', reject).listen(path, () => resolve(chmod(path, 0o600)));
    } finally {
      process.umask(before);
    }
  });
}

const NOBODY = new Set(['ENOENT', 'ECONNREFUSED']);

function connected(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path, allowHalfOpen: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error) => {
      if ('code' in error && NOBODY.has(String(error.code))) resolve(null);
      else reject(error);
    });
  });
}
