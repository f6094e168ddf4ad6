import createClient from 'openapi-fetch';
// Made from the served document by the test beside it; it is not kept.
import type { paths } from './client.d.ts';

/** A program's way through the vault, with nothing but what the document says. Prints what it found. */
const [baseUrl = '', cookie = ''] = process.argv.slice(2);
const owner = createClient<paths>({ baseUrl, headers: { cookie, 'sec-fetch-site': 'same-origin' } });

const PEM = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n';

async function entry(keyType: 'simple' | 'group' | 'ssh' | 'json', value: string | Record<string, string>) {
  const envVarName = keyType === 'simple' ? 'STRIPE_KEY' : null;
  const category = await owner.POST('/categories', { body: { name: keyType, keyType, envVarName } });
  if (!category.data) throw new Error(category.error.code);
  const made = await owner.POST('/entries', { body: { categoryId: category.data.id, name: 'Shop', value } });
  if (!made.data) throw new Error(made.error.code);
  return made.data;
}

const entries = [
  await entry('simple', 'sk_1'),
  await entry('group', { HOST: 'h' }),
  await entry('ssh', PEM),
  await entry('json', '{"a":1}'),
];
const made = await owner.POST('/access-keys', { body: { name: 'CI', scopes: ['entries:read', 'entries:reveal'] } });
const program = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${made.data?.key}` } });
const values = [];
for (const { id } of entries) {
  const revealed = await program.POST('/entries/{id}/reveal', { params: { path: { id } } });
  values.push(revealed.data?.value);
}
const refused = await program.GET('/export');
const exported = await owner.GET('/export', { params: { query: { name: 'Shop' } }, parseAs: 'text' });
const extracted = await owner.POST('/ai/extract', { body: { prompt: 'payments with Stripe' }, parseAs: 'text' });
const listed = await program.GET('/entries', { params: { query: { environment: 'production', limit: 10 } } });
console.log(
  JSON.stringify({
    values,
    refused: refused.error?.code,
    exported: exported.data,
    extracted: extracted.data,
    listed: listed.data?.map(({ category }) => category.keyType),
  }),
);
