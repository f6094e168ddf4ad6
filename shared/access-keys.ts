import { z } from 'zod';
import { environment } from './entries.ts';
import { scopeNames } from './scopes.ts';
import { id, moment, named, page, timestamp } from './text.ts';

// Not beside the scopes themselves, so that the browser reads those without a validator.
export const scope = z.enum(scopeNames).meta({ id: 'Scope' });

const distinct = (list: readonly string[]) => new Set(list).size === list.length;

export const accessKey = z
  .object({
    id,
    name: z.string(),
    keyPrefix: z.string(),
    scopes: z.array(scope),
    names: z.array(z.string()).nullable(),
    environments: z.array(environment).nullable(),
    expiresAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'AccessKey' });
export type AccessKey = z.infer<typeof accessKey>;

export const newAccessKey = accessKey
  .extend({ key: z.string().describe('The access key itself. It is shown this once.') })
  .meta({ id: 'NewAccessKey' });
export type NewAccessKey = z.infer<typeof newAccessKey>;

export const accessKeyInput = z.strictObject({
  name: named(),
  scopes: z
    .array(scope)
    .min(1, 'Must have at least one scope.')
    .refine(distinct, 'Must not name a scope twice.')
    .meta({ uniqueItems: true }),
  names: z
    .array(named())
    .min(1)
    .max(100)
    .refine(distinct, 'Must not name a project twice.')
    .meta({ uniqueItems: true })
    .nullable()
    .optional()
    .describe('Limits the key to these projects; null: all.'),
  environments: z
    .array(environment)
    .min(1)
    .refine(distinct, 'Must not name an environment twice.')
    .meta({ uniqueItems: true })
    .nullable()
    .optional()
    .describe('Limits the key to these environments; null: all.'),
  expiresAt: moment.nullable().optional(),
});
export type AccessKeyInput = z.infer<typeof accessKeyInput>;

export const accessKeyFilter = z.strictObject(page);
