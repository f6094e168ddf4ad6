import { z } from 'zod';
import { environment } from './entries.ts';
import { id, named, secretText, variable } from './text.ts';

export const importAction = z.enum(['create', 'update', 'skip']);
export type ImportAction = z.infer<typeof importAction>;

const decision = z.strictObject({ variable, action: importAction, categoryId: id.nullable().optional() });
export type ImportDecision = z.infer<typeof decision>;

/** A dotenv text to take over. What `decisions` leaves out is as the preview said. */
export const importInput = z.strictObject({
  text: secretText,
  name: named(),
  environment: environment.default('production'),
  mode: z.enum(['preview', 'apply']),
  decisions: z.array(decision).max(10_000).default([]),
});
export type ImportInput = z.infer<typeof importInput>;

export const importResult = z
  .object({
    variables: z.array(
      z.object({
        variable: z.string(),
        line: z.int(),
        action: importAction,
        categoryId: id.nullable(),
        entryId: id.nullable(),
      }),
    ),
    problems: z.array(z.object({ line: z.int(), message: z.string() })),
  })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof importResult>;
