import { once } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';

/** Listens as a tab does. `heard`: the ids of what has changed so far. */
export async function listen(port: number, cookie: string): Promise<{ heard(): string[]; end(): void }> {
  const headers = { cookie, accept: 'text/event-stream' };
  const call = request({ host: '127.0.0.1', port, path: '/trpc/live.changes', headers, agent: false });
  call.end();
  const [response] = await once(call, 'response');
  if (response.statusCode !== 200) throw new Error(`Listening was answered with ${response.statusCode}.`);
  const ids: string[] = [];
  const lines = createInterface({ input: response });
  lines.on('line', (line) => {
    const id = /^data: .*"id":"([^"]+)"/.exec(line)?.[1];
    if (id !== undefined) ids.push(id);
  });
  for (const stream of [lines, response]) stream.on('error', () => {});
  return { heard: () => ids, end: () => call.destroy() };
}
