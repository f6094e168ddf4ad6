import fc from 'fast-check';
import lists from './hostile.json' with { type: 'json' };

// Values and texts that have broken other servers. Queries and segments of paths are percent-encoded already.

/** What the lists leave out: they would be long, and JSON's readers refuse a lone surrogate. */
const MORE = {
  fieldNames: ['\ud800'],
  texts: ['\ud800', 'x\udfff', 'é'.repeat(5_000), 'x'.repeat(70_000)],
  bodies: [deep(31), deep(33), deep(5_000), '['.repeat(50_000), `[${'0,'.repeat(100_000)}0]`],
  queries: [`search=${'a'.repeat(4_100)}`],
  segments: ['a'.repeat(4_090)],
  things: { huge: 'A'.repeat(1_100_000), wide: Array.from({ length: 100_000 }, (_, index) => index) },
};
const NUMBERS = [0, -0, -1, 1.5, 1e21, -1e21, 5e-324, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, Number.MAX_VALUE];

export const anyText = fc.oneof(
  fc.constantFrom(...lists.texts, ...MORE.texts),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** Anything at all in the place of a value. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 200, arbitrary: anyText },
  { weight: 60, arbitrary: fc.constantFrom<unknown>(...NUMBERS) },
  { weight: 60, arbitrary: fc.constantFrom<unknown>(...lists.things) },
  { weight: 40, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 20, arbitrary: fc.array(anyText, { maxLength: 5 }) },
  { weight: 2, arbitrary: fc.constant<unknown>(MORE.things.wide) },
  { weight: 1, arbitrary: fc.constant<unknown>(MORE.things.huge) },
);

export const anyFieldName = fc.constantFrom(...lists.fieldNames, ...MORE.fieldNames);

/** In place of a whole body, as text. */
export const anyBody: fc.Arbitrary<string> = fc.oneof(
  anyValue.map((value) => JSON.stringify(value)),
  fc.constantFrom(...lists.bodies, ...MORE.bodies),
);

export const anyContentType = fc.constantFrom(...lists.contentTypes);

export const anyQuery: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...lists.queries, ...MORE.queries),
  anyText.map((text) => `search=${encoded(text)}`),
  anyText.map((text) => `name=${encoded(text)}`),
);

/** In place of an id in a path. */
export const anySegment: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...lists.segments, ...MORE.segments),
  anyText.map((text) => encoded(text) || '%20'),
);

// To the compiler each has every header of the list, and most lack it.
export const anyHeaders = fc.constantFrom<Record<string, string>>(...(lists.headers as Record<string, string>[]));

export const anyMethod = fc.constantFrom(
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'QUERY'],
);

export function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).slice(0, 4_200);
}

function deep(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}
