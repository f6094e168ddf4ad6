import { z } from 'zod';
import { nouns } from './audit.ts';

/** Something of the caller's changed: read it again. Never carries more than what and which. */
export const change = z.object({ noun: z.enum(nouns), id: z.string().nullable() });
export type Change = z.infer<typeof change>;
