import { answerSchema, readAnswer } from './answer.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { publicVariables } from './catalogue.ts';
import { composePick } from './compose.ts';
import { type Messages, messagesFor, refOf } from './messages.ts';
import { ModelUnavailable, type Picker } from './picker.ts';
import { placeOf } from './place.ts';
import { groupByCategory, type Kind } from './vault-index.ts';

/** `timeLimitMs` is for the whole pick, whatever happens in it; 20 s unless said otherwise. */
export type ModelSettings = { baseUrl: string; apiKey: string; model: string; timeLimitMs?: number };

const TIME_LIMIT_MS = 20_000;
/** Answers that may mean "I do not know `json_schema`": such a server is asked once more, without it. */
const MAY_LACK_SCHEMAS = new Set([400, 422, 500, 501]);

type Ask = (messages: Messages, signal: AbortSignal) => Promise<{ text: string; sent: string }>;

/**
 * The picker that asks a model behind an OpenAI-compatible endpoint. The model chooses categories and nothing else.
 * @throws {ModelUnavailable} from the picker, when no usable answer comes in time.
 */
export function modelPicker({ timeLimitMs = TIME_LIMIT_MS, ...settings }: ModelSettings): Picker {
  const known = { publicVariables: publicVariables() };
  const ask = askerFor(settings);
  return async (wish, signal) => {
    const limit = AbortSignal.timeout(timeLimitMs);
    try {
      const kinds = groupByCategory(wish.offers);
      const { text, sent } = await ask(messagesFor(wish, kinds), AbortSignal.any([signal, limit]));
      const { entries, generated } = readAnswer(text);
      return composePick(wish, { chosen: chosenAmong(kinds, entries), generated, sent }, placeOf(wish), known);
    } catch (error) {
      signal.throwIfAborted();
      throw limit.aborted ? new ModelUnavailable('The model did not answer in time.') : unavailable(error);
    }
  };
}

function askerFor(settings: Omit<ModelSettings, 'timeLimitMs'>): Ask {
  return async (messages, signal) => {
    // Loaded when first used: it costs a tenth of a second and 40 MB that a server without a model need not spend.
    const [{ generateText, Output, NoObjectGeneratedError, APICallError }, { createOpenAICompatible }] =
      await Promise.all([import('ai'), import('@ai-sdk/openai-compatible')]);
    let sent = '';
    const provider = createOpenAICompatible({
      name: 'model',
      baseURL: settings.baseUrl,
      apiKey: settings.apiKey,
      supportsStructuredOutputs: true,
      fetch: boundedFetch((body) => {
        sent = wordsSent(body);
      }),
    });
    const options = { model: provider(settings.model), ...messages, maxRetries: 0, abortSignal: signal };
    const structured = async () =>
      (await generateText({ ...options, output: Output.object({ schema: answerSchema }) })).text;
    const plain = async () => (await generateText(options)).text;
    const text = await structured().catch((error: unknown) => {
      if (NoObjectGeneratedError.isInstance(error)) return error.text ?? '';
      if (APICallError.isInstance(error) && MAY_LACK_SCHEMAS.has(error.statusCode ?? 0)) return plain();
      throw error;
    });
    return { text, sent };
  };
}

// Read back from the request itself: what is shown as sent is what was sent, and not what was meant to be.
function wordsSent(body: string): string {
  // The body is the SDK's own JSON of the request, whose messages are these two texts.
  const { messages } = JSON.parse(body) as { messages: { content: string }[] };
  return messages.map(({ content }) => content).join('\n\n');
}

function chosenAmong(kinds: Kind[], entries: { id: string; reason: string }[]): Map<Kind, string> {
  const byId = new Map(
    kinds.flatMap((kind, index) => [
      ...kind.offers.map(({ id }): [string, Kind] => [id, kind]),
      [refOf(index), kind] as const,
    ]),
  );
  const chosen = new Map<Kind, string>();
  for (const { id, reason } of entries) {
    const kind = byId.get(id);
    if (kind && !chosen.has(kind)) chosen.set(kind, reason);
  }
  return chosen;
}

// The cause is left behind on purpose: the SDK's errors carry addresses, request bodies and whatever the server said.
function unavailable(error: unknown): ModelUnavailable {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ModelUnavailable) return cause;
    const status = 'statusCode' in cause ? cause.statusCode : null;
    if (typeof status === 'number' && status >= 400)
      return new ModelUnavailable(`The model's server answered ${status}.`);
  }
  return new ModelUnavailable('The model could not be reached, or what came back was no answer.');
}
