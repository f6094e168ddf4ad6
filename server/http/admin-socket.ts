import { chmod, mkdir, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

/** What a command says, line by line, and whether it went well: the exit code follows it. */
export const adminAnswer = z.object({ ok: z.boolean(), lines: z.array(z.string()) });
export type AdminAnswer = z.infer<typeof adminAnswer>;

/** Answers one request; it was read as JSON and nothing of it is checked yet. */
export type AdminHandler = (request: unknown) => Promise<AdminAnswer>;

export type AdminSocket = { close(): Promise<void> };

/**
 * Listens for the admin commands on a socket in the data folder. Whoever may open the folder's files may
 * command the vault: there is no other credential. Shape: one JSON request, end; one JSON answer, end.
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
  const path = pathIn(dataDir);
  const socket = Buffer.byteLength(path) > PATH_BYTES ? null : await connected(path);
  if (socket === null) return null;
  socket.end(JSON.stringify(request));
  return adminAnswer.parse(await json(socket));
}

/** What the systems' own structure for such an address holds: 104 bytes on macOS, 108 on Linux, with a NUL. */
const PATH_BYTES = 103;

function pathIn(dataDir: string): string {
  return join(dataDir, 'admin.sock');
}

async function serve(socket: Socket, handle: AdminHandler): Promise<void> {
  try {
    socket.end(JSON.stringify(await handle(await json(socket))));
  } catch {
    // Whoever spoke no JSON, or has gone, gets no answer.
    socket.destroy();
  }
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
