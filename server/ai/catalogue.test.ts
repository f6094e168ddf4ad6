import { expect, test } from 'vitest';
import json from './catalogue.json' with { type: 'json' };
import { openCatalogue, publicVariables } from './catalogue.ts';
import { isPublic } from './frameworks.ts';
import { linkCategory } from './links.ts';
import { readWords } from './words.ts';

const catalogue = openCatalogue();
const known = { publicVariables: publicVariables() };

test('knows more than 400 services, each under one slug of the form that icons have', () => {
  const slugs = catalogue.services.map(({ slug }) => slug);
  expect(slugs.length).toBeGreaterThan(400);
  expect(new Set(slugs).size).toBe(slugs.length);
  expect(slugs.filter((slug) => !/^[a-z0-9]{1,64}$/.test(slug))).toEqual([]);
});

test('names only uses that have wordings, and wordings only for uses that a service has', () => {
  const used = new Set(catalogue.services.flatMap(({ uses, servedBy }) => [...uses, ...servedBy]));
  const worded = new Set(Object.keys(json.uses));
  expect([...used].filter((use) => !worded.has(use))).toEqual([]);
  expect([...worded].filter((use) => !used.has(use))).toEqual([]);
});

test('reaches services only through services that it has', () => {
  const through = catalogue.services.flatMap(({ via }) => via);
  expect(through.filter((slug) => !catalogue.bySlug.has(slug))).toEqual([]);
});

test('gives no sure name to two services', () => {
  const shared = [...catalogue.byName].filter(
    ([, aliases]) =>
      new Set(aliases.filter(({ sureness }) => sureness === 'strong').map(({ service }) => service)).size > 1,
  );
  expect(shared.map(([key]) => key)).toEqual([]);
});

test('gives a service each of its names once', () => {
  const twice = [...catalogue.byName].filter(
    ([, aliases]) => new Set(aliases.map(({ service }) => service)).size < aliases.length,
  );
  expect(twice.map(([key]) => key)).toEqual([]);
});

test('calls a variable public only where its service has it and its name speaks of no secret', () => {
  const own = new Set(catalogue.services.flatMap(({ variables }) => variables));
  const odd = [...known.publicVariables].filter((variable) => !own.has(variable) || !isPublic(variable, known));
  expect(odd).toEqual([]);
});

test('writes every variable as a variable', () => {
  const variables = catalogue.services.flatMap((service) => service.variables);
  expect(variables.filter((variable) => !/^[A-Z][A-Z0-9_]*$/.test(variable))).toEqual([]);
});

test('knows a category that is called as the service is, whatever else its name says', () => {
  const lost = catalogue.services.filter((service) => {
    const named = linkCategory({ category: service.name, keyType: 'simple', variables: [] }, catalogue);
    return !named.includes(service);
  });
  expect(lost.map(({ name }) => name)).toEqual([]);
});

test('knows a category by the first variable of the service alone', () => {
  const own = catalogue.services.filter(({ variables }) => variables[0] !== undefined);
  const lost = own.filter(({ variables }) => {
    const category = { category: 'Things', keyType: 'simple' as const, variables: variables.slice(0, 1) };
    const [found] = linkCategory(category, catalogue);
    return found === undefined || !found.variables.includes(variables[0] ?? '');
  });
  expect(lost.map(({ name }) => name)).toEqual([]);
});

test('keeps its names findable: none is longer than five words', () => {
  const names = json.services.flatMap((row) => [row.name, ...('aliases' in row ? (row.aliases ?? []) : [])]);
  expect(names.filter((name) => readWords(name).length > 5)).toEqual([]);
});
