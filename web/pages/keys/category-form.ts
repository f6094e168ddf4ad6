import type { Category, CategoryInput, KeyType } from '#shared/categories.ts';
import type { Template } from './templates.ts';

/** What stands in the form, as it is typed. */
export type CategoryForm = {
  name: string;
  keyType: KeyType;
  variable: string;
  /** One field a line. */
  fields: string;
  icon: string;
  description: string;
};

export const EMPTY_FORM: CategoryForm = {
  name: '',
  keyType: 'simple',
  variable: '',
  fields: '',
  icon: '',
  description: '',
};

export function formOf(category: Category): CategoryForm {
  return {
    name: category.name,
    keyType: category.keyType,
    variable: category.envVarName ?? '',
    fields: category.fieldDefinitions?.join('\n') ?? '',
    icon: category.icon ?? '',
    description: category.description ?? '',
  };
}

export function formOfTemplate({ name, icon, keyType, variables }: Template): CategoryForm {
  const [first = ''] = variables;
  const isSimple = keyType === 'simple';
  return {
    ...EMPTY_FORM,
    name,
    keyType,
    icon: icon ?? '',
    variable: isSimple ? first : '',
    fields: isSimple ? '' : variables.join('\n'),
  };
}

/** What the server is to be told; fields of another key type are left out. */
export function inputOf({ name, keyType, variable, fields, icon, description }: CategoryForm): CategoryInput {
  const names = fields.split(/[\s,]+/).filter((field) => field !== '');
  return {
    name,
    keyType,
    ...(keyType === 'simple' ? { envVarName: variable.trim() } : {}),
    ...(keyType === 'group' ? { fieldDefinitions: names.length === 0 ? null : names } : {}),
    icon: icon.trim() === '' ? null : icon.trim(),
    description: description.trim() === '' ? null : description,
  };
}

/** "Cloudflare R2" → "CLOUDFLARE_R2_API_KEY", until another was typed. */
export function guessVariable(name: string): string {
  const words = name.toUpperCase().match(/[A-Z0-9]+/g) ?? [];
  const joined = words.join('_');
  return joined === '' || /^[0-9]/.test(joined) ? '' : `${joined}_API_KEY`;
}

/** "Google Cloud" → "googlecloud": how Simple Icons calls what is called so. */
export function guessIcon(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 64);
}
