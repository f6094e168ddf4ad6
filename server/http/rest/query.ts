import { invalid } from '#shared/errors.ts';

/**
 * Reads the part of a URL after `?`: each name with its values, in order.
 * @throws {VaultError} VALIDATION_ERROR where the encoding is broken; lenient readers would make up a letter.
 */
export function readQuery(url: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  for (const pair of searchOf(url).split('&')) {
    if (pair === '') continue;
    const [name = '', ...value] = pair.split('=');
    const key = decode(name, name);
    query.set(key, [...(query.get(key) ?? []), decode(value.join('='), key)]);
  }
  return query;
}

/** What stands after the first `?`. */
export function searchOf(url: string): string {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at + 1);
}

function decode(text: string, name: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalid(name, 'Must be percent-encoded UTF-8.');
  }
}
