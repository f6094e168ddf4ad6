import { setImmediate } from 'node:timers/promises';

const ROWS_AT_ONCE = 500;

/** Whether a list is so long that writing it at once would keep others waiting. */
export function isLongList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > ROWS_AT_ONCE;
}

/** JSON of a long list, written in slices; between them others get their turn. */
export async function longJson(list: readonly unknown[]): Promise<string> {
  const slices: string[] = [];
  for (let at = 0; at < list.length; at += ROWS_AT_ONCE) {
    if (at > 0) await setImmediate();
    slices.push(JSON.stringify(list.slice(at, at + ROWS_AT_ONCE)).slice(1, -1));
  }
  return `[${slices.join(',')}]`;
}
