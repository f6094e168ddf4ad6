import { z } from 'zod';

const CONTROL = /\p{Cc}/u;
const CONTROL_BUT_LAYOUT = /(?![\t\n\r])\p{Cc}/u;
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** The largest secret, in bytes of UTF-8. */
export const SECRET_BYTES = 512 * 1024;

/** Counts code points, as JSON Schema's `maxLength` does; `length` would count UTF-16 units. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Bytes of a text in UTF-8. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Any text that PostgreSQL and UTF-8 can carry: whole code points, no NUL. */
export const text = z
  .string()
  .refine((value) => value.isWellFormed(), {
    message: 'Must be well-formed Unicode: it holds half of a surrogate pair.',
    abort: true,
  })
  .refine((value) => !value.includes('\0'), { message: 'Must not hold a NUL character.', abort: true });

const sized = (schema: z.ZodString, max: number) =>
  schema.refine((value) => codePoints(value) <= max, `Must have at most ${max} characters.`);

/** A name of 1 to `max` characters on one line; outer white space is trimmed. */
export const named = (max = 255) =>
  sized(
    text
      .trim()
      .refine((value) => value !== '', 'Must not be blank.')
      .refine((value) => !CONTROL.test(value), 'Must not hold control characters.')
      .refine((value) => !BIDI.test(value), 'Must not hold bidirectional marks or controls.'),
    max,
  ).meta({ minLength: 1, maxLength: max });

/** Notes and descriptions: line breaks and tabs are welcome, other control characters are not. */
export const prose = (max: number) =>
  sized(
    text.refine(
      (value) => !CONTROL_BUT_LAYOUT.test(value),
      'Must not hold control characters but line breaks and tabs.',
    ),
    max,
  ).meta({ maxLength: max });

/** A secret: any text, byte for byte, up to 512 KiB. */
export const secretText = text
  .refine((value) => utf8Bytes(value) <= SECRET_BYTES, 'Must be at most 512 KiB.')
  .meta({ description: 'At most 512 KiB of UTF-8.' });

export const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The name of an environment variable. */
export const variable = z
  .string()
  .max(255, 'Must have at most 255 characters.')
  .regex(VARIABLE, 'Must begin with a letter or "_" and hold letters, digits and "_" only.')
  // JavaScript takes this one key of an object for its prototype, and drops it.
  .refine((value) => value !== '__proto__', 'This name is reserved.');

export const id = z.uuid('Must be a UUID.');

/** Input of a thing by its id. */
export const byId = z.strictObject({ id });

/** A moment as answered: ISO 8601 in UTC with milliseconds. */
export const timestamp = z.iso.datetime({ precision: 3 });

const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** A moment as accepted: RFC 3339 with any offset. */
export const moment = z.iso
  .datetime({ offset: true, abort: true, message: 'Must be a time like 2030-01-31T12:00:00Z.' })
  .refine((value) => within(Date.parse(value)), 'Must lie between the years 1 and 9999.');

function within(time: number): boolean {
  return time >= EARLIEST && time <= LATEST;
}

/** Substring to look for; case does not matter, `%` and `_` are letters. */
export const search = sized(text, 255).meta({ maxLength: 255 });

/** What every list takes: nothing gives everything. */
export const page = {
  limit: z.int().min(1).max(1000).optional(),
  cursor: id.optional().describe('The id of the last item of the page before.'),
};
