import { describe, expect, test } from 'vitest';
import type { Entry, Environment } from '#shared/entries.ts';
import type { Cell, Project } from '#shared/projects.ts';
import { cellsIn, filledOf, matrixOf, narrow, secretOf, siblingIn, sourcesFor, withFilled } from './matrix.ts';

const AT = '2026-11-24T12:00:00.000Z';
const NONE: Cell = { entryId: null, state: 'missing', count: 0 };
const cell = (entryId: string, state: Cell['state'] = 'present'): Cell => ({ entryId, state, count: 1 });

function entryOf(id: string, environment: Environment, keyType: 'simple' | 'group'): Entry {
  const category = {
    id: `c-${keyType}`,
    name: keyType,
    keyType,
    envVarName: keyType === 'simple' ? 'TOKEN' : null,
    fieldDefinitions: keyType === 'group' ? ['HOST', 'USER'] : null,
    icon: null,
    color: null,
  };
  const place = { categoryId: category.id, name: 'shop', environment };
  return { id, ...place, notes: null, fileName: null, expiresAt: null, createdAt: AT, updatedAt: AT, category };
}

const project: Project = {
  name: 'shop',
  rows: [
    {
      categoryId: 'c-simple',
      categoryName: 'simple',
      variable: 'TOKEN',
      cells: { production: cell('p', 'expired'), staging: NONE, development: cell('d'), local: NONE },
    },
    {
      categoryId: 'c-group',
      categoryName: 'group',
      variable: 'HOST',
      cells: { production: cell('g'), staging: cell('s'), development: NONE, local: NONE },
    },
    {
      categoryId: 'c-group',
      categoryName: 'group',
      variable: 'USER',
      cells: { production: cell('g'), staging: NONE, development: NONE, local: NONE },
    },
  ],
};
const entries = [
  entryOf('p', 'production', 'simple'),
  entryOf('d', 'development', 'simple'),
  entryOf('g', 'production', 'group'),
  entryOf('s', 'staging', 'group'),
];
const rows = matrixOf(project, entries);
const row = (variable: string) => rows.find((one) => one.variable === variable) ?? raise(variable);

describe('matrixOf', () => {
  test('lays the entry that the list knows into its cell', () => {
    expect(row('TOKEN').cells.development.entry?.id).toBe('d');
    expect(row('TOKEN').cells.staging.entry).toBeNull();
  });

  test('counts what is set, missing and expired', () => {
    expect(filledOf(rows)).toEqual({ production: 3, staging: 1, development: 1, local: 0 });
    expect([cellsIn(rows, 'missing'), cellsIn(rows, 'expired')]).toEqual([7, 1]);
  });

  test('finds by name, and by what is wrong', () => {
    expect(narrow(rows, ' tok', 'all').map(({ label }) => label)).toEqual(['TOKEN']);
    expect(narrow(rows, '', 'expired').map(({ label }) => label)).toEqual(['TOKEN']);
    expect(narrow(rows, '', 'gaps')).toHaveLength(3);
  });
});

describe('a cell', () => {
  test('has the key of the secret wherever its entry is shown, a field its own', () => {
    const key = (variable: string) => secretOf(row(variable), row(variable).cells.production)?.key;
    expect([key('TOKEN'), key('HOST')]).toEqual(['entry:p', 'entry:g.HOST']);
  });

  test('is filled from the environments that have it, production last', () => {
    const from = sourcesFor(row('TOKEN'), 'local').map(({ environment }) => environment);
    expect(from).toEqual(['development', 'production']);
  });

  test('of a group is filled into the entry that stands there without the field', () => {
    expect(siblingIn(rows, row('USER'), 'staging')?.id).toBe('s');
    expect(siblingIn(rows, row('USER'), 'local')).toBeNull();
    expect(siblingIn(rows, row('TOKEN'), 'staging')).toBeNull();
  });

  test('that is filled from production is the same as production at once', () => {
    const { production, development } = row('TOKEN').cells;
    const stateAfter = (source: typeof production) =>
      withFilled(project, row('TOKEN'), source, 'local').rows[0]?.cells.local.state;
    expect([stateAfter(production), stateAfter(development)]).toEqual(['sameAsProduction', 'present']);
  });
});

function raise(variable: string): never {
  throw new Error(`No ${variable} in the matrix.`);
}
