import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** A request as it goes over the wire. */
export type Sent = { method: string; target: string; headers: Record<string, string>; body: Buffer | null };

/** What came back; status 0: the server hung up in the middle of a body that it would not read. */
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

export type Sender = { send(sent: Sent): Promise<Answer>; close(): void };

const TRIES = 10;
const ENDED: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

/** Sends over connections that are kept; `fetch` would refuse or mend much of what is sent here. */
export function sender(port: number, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: (sent) => ask(agent, port, sent),
    close: () => agent.destroy(),
  };
}

function ask(agent: Agent, port: number, sent: Sent): Promise<Answer> {
  const { method, target: path, headers, body } = sent;
  return new Promise((resolve, reject) => {
    const asking = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      const { statusCode: status = 0, headers } = response;
      response.on('end', () => resolve({ status, headers, body: plain(Buffer.concat(chunks), headers) }));
    });
    asking.on('error', (error: NodeJS.ErrnoException) => {
      if (!ENDED.has(error.code ?? '')) return reject(error);
      // A kept connection may end just as it is used again: nothing of this request was read.
      if (asking.reusedSocket) return resolve(ask(agent, port, sent));
      resolve({ status: 0, headers: {}, body: Buffer.alloc(0) });
    });
    asking.end(body);
  });
}

function plain(body: Buffer, { 'content-encoding': encoding }: IncomingHttpHeaders): Buffer {
  if (body.length === 0) return body;
  if (encoding === 'br') return brotliDecompressSync(body);
  return encoding === 'gzip' ? gunzipSync(body) : body;
}

/** A machine that is busy elsewhere may be too late to record, and says so; who is told that asks again. */
export async function patiently(sender: Sender, sent: Sent): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await sender.send(sent);
    if (answer.status !== 503 || tries === TRIES) return answer;
  }
}

/** Does this with each, so many at a time. */
export async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
