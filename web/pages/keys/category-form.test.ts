import { expect, it } from 'vitest';
import { EMPTY_FORM, formOfTemplate, guessIcon, guessVariable, inputOf } from './category-form.ts';
import { TEMPLATES } from './templates.ts';

const form = { ...EMPTY_FORM, name: 'Stripe' };

it('tells the server the fields of its key type, and of no other', () => {
  const typed = { ...form, variable: ' STRIPE_KEY ', fields: 'A\nB, C\n\n' };
  const nulls = { icon: null, description: null };
  expect(inputOf({ ...typed, keyType: 'simple' })).toEqual({
    name: 'Stripe',
    keyType: 'simple',
    envVarName: 'STRIPE_KEY',
    ...nulls,
  });
  expect(inputOf({ ...typed, keyType: 'group' })).toEqual({
    name: 'Stripe',
    keyType: 'group',
    fieldDefinitions: ['A', 'B', 'C'],
    ...nulls,
  });
  expect(inputOf({ ...typed, keyType: 'ssh' })).toEqual({ name: 'Stripe', keyType: 'ssh', ...nulls });
});

it('a group without fields may hold any', () => {
  expect(inputOf({ ...form, keyType: 'group', fields: ' \n' }).fieldDefinitions).toBeNull();
});

it.each([
  ['Cloudflare R2', 'CLOUDFLARE_R2_API_KEY', 'cloudflarer2'],
  ['Google Cloud', 'GOOGLE_CLOUD_API_KEY', 'googlecloud'],
  ['1Password', '', '1password'],
  ['鍵', '', ''],
])('guesses of %s the variable %s and the icon %s', (name, variable, icon) => {
  expect([guessVariable(name), guessIcon(name)]).toEqual([variable, icon]);
});

it('every template makes a form that the server takes', () => {
  for (const template of TEMPLATES) {
    const { keyType, envVarName, fieldDefinitions, icon } = inputOf(formOfTemplate(template));
    expect(keyType === 'simple' ? [envVarName] : (fieldDefinitions ?? [])).toEqual(template.variables);
    expect(icon).toBe(template.icon);
  }
});
