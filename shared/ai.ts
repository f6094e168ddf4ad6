import { z } from 'zod';
import { environment } from './entries.ts';
import { codePoints, id, named, text, variable } from './text.ts';

export const secretFormat = z.enum(['hex', 'base64', 'base64url', 'alphanumeric']);

const wanted = z.strictObject({ name: variable, format: secretFormat, bytes: z.int().min(16).max(64) });

export const extractInput = z
  .strictObject({
    prompt: text
      .refine((value) => value.trim() !== '', 'Must not be blank.')
      .refine((value) => codePoints(value) <= 2000, 'Must have at most 2000 characters.')
      .meta({ minLength: 1, maxLength: 2000 })
      .optional(),
    project: named().nullable().optional(),
    mode: z.enum(['plan', 'extract']).default('extract'),
    fallback: z.boolean().default(false).describe('Lets the offline matcher pick when the model fails.'),
    choose: z.array(id).max(1000).optional(),
    generate: z.array(wanted).max(100).optional(),
    rename: z
      .record(variable, variable)
      .optional()
      .describe('With choose: variables to write under another name, as the plan proposed.'),
  })
  .refine((input) => (input.prompt === undefined) !== (input.choose === undefined && input.generate === undefined), {
    path: ['prompt'],
    message: 'Send either prompt, or choose and generate.',
  })
  .refine((input) => input.mode === 'extract' || input.prompt !== undefined, {
    path: ['mode'],
    message: 'A plan needs a prompt.',
  });
export type ExtractInput = z.infer<typeof extractInput>;

const chosen = z.object({
  id,
  name: z.string(),
  category: z.string(),
  environment,
  variables: z.array(z.string()).describe('What it writes, under plain names; a file has none.'),
  reason: z.string(),
  rename: z
    .record(z.string(), z.string())
    .optional()
    .describe('Variables that a framework wants under another name, by their plain one.'),
});
const generated = z.object({ name: z.string(), format: secretFormat, bytes: z.int(), reason: z.string() });

export const extraction = z
  .object({
    entries: z.array(chosen),
    generated: z.array(generated),
    env: z.string().optional().describe('The dotenv file; absent from a plan.'),
    sent: z.string().nullable().optional().describe('Word for word what went to the model; null: nothing did.'),
    picker: z.enum(['offline', 'model', 'caller']),
  })
  .meta({ id: 'Extraction' });
export type Extraction = z.infer<typeof extraction>;

/** A dotenv file, or the extraction as JSON. */
export const extracted = z.union([z.string(), extraction]);
