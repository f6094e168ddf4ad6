import { connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** What came back over a socket: all of it, once the server has closed. */
export type RawAnswer = { status: number; headers: Map<string, string>; body: string };

/** Listens on a free port of loopback. */
export async function portOf(app: FastifyInstance): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  const [address] = app.addresses();
  if (address === undefined || typeof address === 'string') throw new Error('The server does not listen.');
  return address.port;
}

/** Sends bytes as they are, which no client would, and reads until the server closes. */
export async function exchange(port: number, text: string): Promise<RawAnswer> {
  const { socket, whole } = open(port);
  socket.write(text);
  return parse(await whole);
}

export function open(port: number): { socket: Socket; whole: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  const whole = new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', reject);
  });
  return { socket, whole };
}

export function parse(answer: string): RawAnswer {
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}
