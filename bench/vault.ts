import { randomBytes } from 'node:crypto';
import { ask, type Target } from './target.ts';

/** What the cases ask about. */
export type Seeded = { categoryId: string; entryId: string };

/** Projects with so many entries each: lists and exports of one are narrowed by its name. */
export const SIZES = [10, 1_000, 10_000] as const;
export const projectOf = (size: number) => `bench-${size}`;

const AT_ONCE = 8;

/** Fills a vault by its API, as any client would. */
export async function seed({ url, token }: Target, sizes: readonly number[] = SIZES): Promise<Seeded> {
  const headers = { authorization: `Bearer ${token}` };
  const form = { name: 'Stripe', icon: 'stripe', keyType: 'simple', envVarName: 'STRIPE_SECRET_KEY' };
  const { id: categoryId } = await ask<{ id: string }>(`${url}/api/categories`, headers, form);
  const names = sizes.flatMap((size) => Array.from({ length: size }, () => projectOf(size)));
  let entryId = '';
  const work = async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      // 64 bytes, as the limit decrypts.
      const entry = { categoryId, name, value: randomBytes(48).toString('base64') };
      entryId = (await ask<{ id: string }>(`${url}/api/entries`, headers, entry)).id;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { categoryId, entryId };
}
