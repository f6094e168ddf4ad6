import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { ANSWER_MAX_BYTES, boundedFetch } from './bounded-fetch.ts';
import { ModelUnavailable } from './picker.ts';

async function answered(bytes: number, seen: string[] = []): Promise<Response> {
  const server = createServer((_, response) => {
    response.writeHead(201, { 'set-cookie': 'a=1', 'x-secret': 'y' }).end('x'.repeat(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // An address is an object for every server that listens on a port.
  const { port } = server.address() as AddressInfo;
  const fetching = boundedFetch((body) => seen.push(body))(`http://127.0.0.1:${port}`, {
    method: 'POST',
    body: 'asked',
  });
  return fetching.finally(() => server.close());
}

test('passes on the status and the body, and none of the headers', async () => {
  const response = await answered(3);
  expect([response.status, await response.text()]).toEqual([201, 'xxx']);
  expect([...response.headers.keys()]).toEqual(['content-type']);
});

test('takes an answer of exactly 256 kB, and none that is one byte longer', async () => {
  expect((await (await answered(ANSWER_MAX_BYTES)).text()).length).toBe(ANSWER_MAX_BYTES);
  await expect(answered(ANSWER_MAX_BYTES + 1)).rejects.toThrow(ModelUnavailable);
});

test('shows each request body as it goes out', async () => {
  const seen: string[] = [];
  await answered(1, seen);
  expect(seen).toEqual(['asked']);
});
