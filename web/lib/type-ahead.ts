/** A key as an event names it. */
export type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * What a text is after a key, for a field that is not on the page yet.
 * `null` for a key that is no text: what it would do on the page, it must not do either.
 */
export function textAfter(text: string, { key, ctrlKey, metaKey, altKey }: Key): string | null {
  // AltGr, with which many keyboards write signs, counts as Ctrl and Alt together.
  if (metaKey || ctrlKey !== altKey) return null;
  const letters = [...key];
  if (letters.length === 1) return text + key;
  return key === 'Backspace' ? [...text].slice(0, -1).join('') : null;
}
