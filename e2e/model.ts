import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** An OpenAI-compatible server on this machine, as far as the product asks one. */
export type Model = {
  url: string;
  /** What it answers from now on. */
  answer(picked: object): void;
  /** The messages of each request, as one text. */
  heard(): string[];
  stop(): Promise<void>;
};

export async function startModel(): Promise<Model> {
  const heard: string[] = [];
  let picked: object = {};
  const server = createServer(async (request, response) => {
    const { messages }: { messages: { content: string }[] } = JSON.parse(await text(request));
    heard.push(messages.map(({ content }) => content).join('\n\n'));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(completion(picked)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    answer: (next) => {
      picked = next;
    },
    heard: () => heard,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function completion(picked: object) {
  const message = { role: 'assistant', content: JSON.stringify(picked) };
  return {
    id: 'one',
    object: 'chat.completion',
    created: 0,
    model: 'a-model',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
}
