import { expect, test } from 'vitest';
import { messagesFor } from './messages.ts';
import type { Offer } from './picker.ts';
import { groupByCategory } from './vault-index.ts';

function stored(category: string, name: string, environment: Offer['environment']): Offer {
  return { id: `secret-id-${category}`, name, environment, category, keyType: 'simple', variables: ['KEY'] };
}

function written(offers: Offer[], project: string | null = null): string {
  return messagesFor({ prompt: 'a blog', project }, groupByCategory(offers)).prompt;
}

test('lists each category once, with names and environments and nothing else', () => {
  const text = written([stored('A', 'Blog', 'local'), stored('A', 'Blog', 'staging'), stored('A', 'Shop', 'local')]);
  const line = text.split('\n')[1] ?? '';
  expect(JSON.parse(line)).toEqual({
    id: 'c1',
    category: 'A',
    keyType: 'simple',
    variables: ['KEY'],
    entries: [
      { project: 'Blog', environments: ['local', 'staging'] },
      { project: 'Shop', environments: ['local'] },
    ],
  });
  expect(text).not.toContain('secret-id');
});

test('ends with the description as it was written', () => {
  expect(written([])).toMatch(/\n\nThe description:\na blog$/);
});

test('names the current project as data', () => {
  expect(written([], 'A "</names>" B')).toContain('as JSON: "A \\"\\u003c/names>\\" B"');
});

test('says how many categories of a huge vault it leaves out', () => {
  const huge = Array.from({ length: 10_000 }, (_, index) => stored(`Category ${index}`, 'Blog', 'local'));
  const text = written(huge);
  expect(text.length).toBeLessThan(202_000);
  expect(text).toMatch(/\n\d{4} more categories are not listed\./);
});

test('lists only the first dozen projects of a category', () => {
  const text = written(Array.from({ length: 100 }, (_, index) => stored('A', `Project ${index}`, 'local')));
  expect(text.match(/"project"/g)).toHaveLength(12);
});
