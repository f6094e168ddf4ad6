import { z } from 'zod';

const CONTROL = /\p{Cc}/u;
const MAX_CHARS = 2000;

/**
 * A path of this site, where a browser goes once it is signed in. Browsers read `\` as `/` and drop tabs
 * and line breaks, so that `/\host` and `/<tab>/host` leave the site as `//host` does.
 */
export const returnTo = z
  .string()
  .max(MAX_CHARS, 'Must have at most 2000 characters.')
  .refine(isPath, 'Must be a path of this site, beginning with one "/".');

function isPath(value: string): boolean {
  if (!value.startsWith('/') || value.startsWith('//')) return false;
  return value.isWellFormed() && !CONTROL.test(value) && !value.includes('\\');
}
