import { z } from 'zod';
import { callerKind } from './audit.ts';
import { entry, environment } from './entries.ts';
import { moment, timestamp } from './text.ts';

const isAscending = (days: readonly string[]) =>
  days.every((day, at) => at === 0 || Date.parse(days[at - 1] ?? day) < Date.parse(day));

/** When each of the reader's days began, the last one today: only he knows his clock. */
export const overviewInput = z.strictObject({
  days: z.array(moment).min(1).max(366).refine(isAscending, 'Must be in order, each later than the one before.'),
});
export type OverviewInput = z.infer<typeof overviewInput>;

const datedEntries = z.object({
  at: timestamp.describe('The first of them.'),
  environment,
  entries: z.int(),
});
export type DatedEntries = z.infer<typeof datedEntries>;

const lastReveal = z.object({
  at: timestamp,
  caller: z.object({ kind: callerKind, label: z.string().nullable() }),
  entry,
});
export type LastReveal = z.infer<typeof lastReveal>;

export const overview = z.object({
  dates: z
    .array(datedEntries)
    .describe(
      'Entries by expiry, up to the end of the line, the earliest first; those of about one time stand together.',
    ),
  pressing: z.array(entry).describe('Expired or within 30 days, the most pressing first; a handful.'),
  next: entry.nullable().describe('The first on the line that will expire.'),
  added: z.array(entry).describe('The newest; a handful.'),
  revealed: z.array(lastReveal).describe('Of the entries revealed last, the last time, within the days; a handful.'),
  reveals: z.array(z.int()).describe('How many on each of the days.'),
});
export type Overview = z.infer<typeof overview>;
