import type { Entry } from '#shared/entries.ts';
import { count } from '#web/lib/format.ts';
import type { CategoryLike } from './entry-form.ts';

/** "atlas-web, production". */
export function placeOf({ name, environment }: Pick<Entry, 'name' | 'environment'>): string {
  return `${name}, ${environment}`;
}

/** What a category holds, in a few words: "group, 4 fields". */
export function formWords({ keyType, fieldDefinitions }: CategoryLike): string {
  if (keyType !== 'group') return keyType;
  return fieldDefinitions === null ? 'group, any fields' : `group, ${count(fieldDefinitions.length, 'field')}`;
}

/** What a file of an entry is called where nobody gave it a name. */
export function fileNameOf({ fileName, name, category }: Pick<Entry, 'fileName' | 'name' | 'category'>): string {
  if (fileName !== null) return fileName;
  const plain = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
  return category.keyType === 'json' ? `${plain}.json` : `${plain}.key`;
}
