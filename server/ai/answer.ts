import { z } from 'zod';
import { isVariableName, oneLine } from './clean.ts';
import { type GeneratedSecret, ModelUnavailable } from './picker.ts';

const FORMATS = ['hex', 'base64', 'base64url', 'alphanumeric'] as const;
const ENTRIES_MAX = 200;
const GENERATED_MAX = 20;

/** What a model is asked to answer. */
export const answerSchema = z.object({
  entries: z.array(z.object({ id: z.string(), reason: z.string() })),
  generated: z.array(z.object({ name: z.string(), format: z.enum(FORMATS), bytes: z.number(), reason: z.string() })),
});

export type Answer = { entries: { id: string; reason: string }[]; generated: GeneratedSecret[] };

// What it may answer: each thing is taken by itself, so that one bad line does not spoil the rest.
const loose = z.object({ entries: z.array(z.unknown()).optional(), generated: z.array(z.unknown()).optional() });
const looseReason = z.string().catch('');
const looseEntry = z.union([
  z.object({ id: z.string(), reason: looseReason.optional() }),
  z.string().transform((id) => ({ id, reason: undefined })),
]);
const looseSecret = z.object({
  name: z.string().refine(isVariableName),
  format: z.enum(FORMATS),
  bytes: z.number(),
  reason: looseReason.optional(),
});

/**
 * Reads a model's answer, which may be anything at all.
 * @throws {ModelUnavailable} when there is no answer of the asked form in it.
 */
export function readAnswer(text: string): Answer {
  const parsed = jsonIn(text)
    .map((value) => loose.safeParse(value).data)
    .find((value) => value?.entries !== undefined || value?.generated !== undefined);
  if (!parsed) throw new ModelUnavailable('The model did not answer in the form it was asked for.');
  const entries = (parsed.entries ?? []).slice(0, ENTRIES_MAX).flatMap(entry);
  const generated = (parsed.generated ?? []).slice(0, GENERATED_MAX).flatMap(secret);
  return { entries, generated };
}

function entry(value: unknown): Answer['entries'] {
  const { data } = looseEntry.safeParse(value);
  return data ? [{ id: data.id, reason: oneLine(data.reason ?? '') || 'chosen by the model' }] : [];
}

function secret(value: unknown): GeneratedSecret[] {
  const { data } = looseSecret.safeParse(value);
  return data ? [{ ...data, reason: oneLine(data.reason ?? '') || 'asked for' }] : [];
}

// Models wrap their JSON in thoughts, in words and in fences: what is between the outermost braces, after the thoughts.
// Searched by index and not by pattern, since on an answer made for it a lazy pattern takes quadratic time.
function jsonIn(text: string): unknown[] {
  const spoken = text.slice(text.lastIndexOf('</think>') + 1);
  return [text, spoken.slice(spoken.indexOf('{'), spoken.lastIndexOf('}') + 1)].flatMap(parsed);
}

function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
