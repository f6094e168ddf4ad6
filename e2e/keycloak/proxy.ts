import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '#e2e/server.ts';

/** An address of Keycloak at which it can be away. It takes its name from the address under which it is asked. */
export type Gate = { url: string; open(): Promise<void>; shut(): Promise<void> };

export async function newGate(keycloakUrl: string): Promise<Gate> {
  const [port, target] = [await freePort(), Number(new URL(keycloakUrl).port)];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const behind = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => sockets.delete(one) && other.destroy());
    }
  });
  return {
    url: `http://127.0.0.1:${port}`,
    open: async () => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    shut: async () => {
      const closed = server.listening ? once(server, 'close') : null;
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
