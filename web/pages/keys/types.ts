import type { Category, KeyType } from '#shared/categories.ts';

export type CategorySummary = Pick<Category, 'id' | 'name' | 'keyType' | 'envVarName' | 'fieldDefinitions' | 'icon'>;

/** In the order in which they are offered; what each of them holds, in words. */
export const KEY_TYPES: Readonly<Record<KeyType, string>> = {
  simple: 'One value in one variable.',
  group: 'Several values that belong together, each in a variable of its own.',
  ssh: 'A private key in PEM or OpenSSH form, kept as a file.',
  json: 'One JSON document, such as a service account, kept as a file.',
};

// Object.keys forgets the literal types of an object whose keys are all known.
export const keyTypes = Object.keys(KEY_TYPES) as KeyType[];

/** In place of a variable, where the secret is a file. */
export const FILE_WORDS: Readonly<Record<KeyType, string>> = {
  simple: '',
  group: 'any fields',
  ssh: 'private key, a file',
  json: 'JSON document, a file',
};
