import type { Api } from './api.ts';

type Made = { id: string };
export type Key = {
  category: string;
  variable: string;
  project: string;
  environment?: 'production' | 'staging' | 'development' | 'local';
  value: string;
};

/** A simple category with one entry, as a script would have put them there. */
export async function givenKey(api: Api, key: Key): Promise<{ categoryId: string; entryId: string }> {
  const { category: name, variable: envVarName, project, environment = 'production', value } = key;
  const category = await api<Made>('POST', '/categories', { name, keyType: 'simple', envVarName });
  const entry = await api<Made>('POST', '/entries', { categoryId: category.id, name: project, environment, value });
  return { categoryId: category.id, entryId: entry.id };
}

export const STRIPE: Key = {
  category: 'Stripe',
  variable: 'STRIPE_SECRET_KEY',
  project: 'shop',
  value: 'sk_live_canary_4f1c',
};

/** What an entry holds, as the server would give it to a script. */
export async function storedIn(api: Api, entryId: string): Promise<unknown> {
  return (await api<{ value: unknown }>('POST', `/entries/${entryId}/reveal`)).value;
}
