import { expect, it } from 'vitest';
import { brandOf } from './brand.ts';

it.each([
  ['GitHub', 'github'],
  ['Porkbun ', 'porkbun'],
  ['Next.js', 'nextdotjs'],
  ['Café & Co', 'cafeandco'],
  ['鍵', null],
  ['x'.repeat(65), null],
])('takes %s for the brand %s', (name, slug) => {
  expect(brandOf(name)).toBe(slug);
});
