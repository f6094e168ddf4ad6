import type { Category } from '#shared/categories.ts';
import type { Entry } from '#shared/entries.ts';

/** Resources that the document shows as examples; each noun's own stand in its file. */
const categoryId = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e11';
const userId = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e00';
const createdAt = '2026-11-24T09:00:00.000Z';
const updatedAt = '2026-11-24T09:30:00.000Z';

export const entryId = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e22';

export const exampleCategory: Category = {
  id: categoryId,
  userId,
  name: 'Stripe',
  keyType: 'simple',
  envVarName: 'STRIPE_SECRET_KEY',
  fieldDefinitions: null,
  icon: 'stripe',
  color: '#635bff',
  description: 'Payments',
  entryCount: 3,
  createdAt,
  updatedAt,
};

export const exampleEntry: Entry = {
  id: entryId,
  categoryId,
  name: 'Shop',
  environment: 'production',
  notes: null,
  fileName: null,
  expiresAt: '2027-02-22T09:00:00.000Z',
  createdAt,
  updatedAt,
  category: {
    id: categoryId,
    name: 'Stripe',
    keyType: 'simple',
    envVarName: 'STRIPE_SECRET_KEY',
    fieldDefinitions: null,
    icon: 'stripe',
    color: '#635bff',
  },
};
