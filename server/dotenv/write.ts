import { NAME, whyNameIsKept } from '#shared/dotenv/names.ts';
import { type Quoted, quote, READERS, whyNotPortable } from './quote.ts';

export type Variable = { name: string; value: string };

/** Variables under one comment line, or a comment alone. */
export type Section = { comment: string; variables: readonly Variable[] };

/** `dotenv` for every reader; `shell` writes `export NAME=…`, for shells alone. */
export type Style = 'dotenv' | 'shell';

// What ends a line for any reader (U+2028 does for dotenv), hides, or turns the direction of the text.
const BREAKS_OUT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * Writes sections in order: the comment line, then each variable as `writeLine` does.
 * @throws {RangeError} if a name is not the name of a variable.
 */
export function writeDotenv(sections: readonly Section[], style: Style = 'dotenv'): string {
  return sections
    .map(({ comment, variables }) => writeComment(comment) + variables.map((one) => writeLine(one, style)).join(''))
    .join('');
}

/** Writes a text as one comment line, line feed included; what would break out of it is spelt as an escape. */
export function writeComment(text: string): string {
  return `# ${text.replace(BREAKS_OUT, spelt)}\n`;
}

/**
 * Writes a variable, line feed included. A POSIX shell reads the value exactly; where some other reader does not,
 * or shells keep the name to themselves, a line `# not portable: …` stands above and says why.
 * The value is well-formed Unicode without NUL.
 * @throws {RangeError} if the name is not the name of a variable.
 */
export function writeLine({ name, value }: Variable, style: Style): string {
  // A name is the one part that no quotes surround: `X=1;touch y` would run.
  if (!NAME.test(name)) throw new RangeError(`${JSON.stringify(name)} is not the name of a variable.`);
  const quoted = quote(value);
  const reasons = [whyNameIsKept(name), style === 'dotenv' ? whyValueDiffers(value, quoted) : null];
  const marks = reasons.filter((reason) => reason !== null).map((reason) => writeComment(`not portable: ${reason}`));
  return `${marks.join('')}${style === 'shell' ? 'export ' : ''}${name}=${quoted.text}\n`;
}

function whyValueDiffers(value: string, { exact, spills }: Quoted): string | null {
  const differing = READERS.filter((reader) => !exact.includes(reader));
  if (differing.length === 0) return null;
  const spill = spills ? '; node --env-file takes its further lines for variables' : '';
  return `${whyNotPortable(value)}; exact for ${listed(['shells', ...exact])}, not for ${listed(differing)}${spill}`;
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en').format(words);
}

function spelt(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
