import { ModelUnavailable } from './picker.ts';

export const ANSWER_MAX_BYTES = 256 * 1024;

type Fetch = typeof globalThis.fetch;

/**
 * A `fetch` for a server that is not trusted: it follows no redirect, sends no cookies, reads at most 256 kB of answer,
 * counted after decompression, and passes on neither the answer's headers nor a stream that could go on for ever.
 * `onBody` sees each request body as it goes out.
 */
export function boundedFetch(onBody: (body: string) => void): Fetch {
  return async (input, init) => {
    if (typeof init?.body === 'string') onBody(init.body);
    const response = await fetch(input, { ...init, redirect: 'error', credentials: 'omit' });
    const body = await readBounded(response);
    return new Response(body, { status: response.status, headers: { 'content-type': 'application/json' } });
  };
}

async function readBounded(response: Response): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  // The type of the DOM knows no iteration; Node's streams have it.
  const body = response.body as (ReadableStream & AsyncIterable<Uint8Array<ArrayBuffer>>) | null;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream, and with it the connection.
    if (size > ANSWER_MAX_BYTES) throw new ModelUnavailable('The model answered with more than 256 kB.');
    chunks.push(chunk);
  }
  return new Blob(chunks);
}
