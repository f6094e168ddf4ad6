import type { Caller } from '#server/auth/caller.ts';
import type { ImportInput } from '#shared/imports.ts';
import { insert as insertCategory } from './categories.ts';
import { insert as insertEntry } from './entries.ts';
import { fetchSealed } from './entry-rows.ts';
import { change } from './entry-updates.ts';
import type { Candidate, Step } from './import-plan.ts';
import type { Vault } from './vault.ts';
import { eventOf } from './write.ts';

/** Does what an import's steps say, in the running write, recorded as one event; returns them with their new ids. */
export async function applySteps(
  tx: Vault,
  caller: Caller,
  input: ImportInput,
  steps: readonly Step[],
): Promise<Step[]> {
  const made = await createCategories(tx, caller, steps);
  const withCategories = steps.map((step) => ({ ...step, category: step.category ?? made.get(step.name) ?? null }));
  const created = await createEntries(tx, caller, input, withCategories);
  await updateEntries(tx, caller, withCategories);
  const done = withCategories.map((step) => ({ ...step, entryId: created.get(step.name) ?? step.entryId }));
  await record(tx, caller, done, [...made.values()]);
  return done;
}

/** A category of its own for each variable that no category holds. */
async function createCategories(tx: Vault, caller: Caller, steps: readonly Step[]): Promise<Map<string, Candidate>> {
  const made = new Map<string, Candidate>();
  for (const { name, action, category } of steps) {
    if (action !== 'create' || category !== null) continue;
    const row = await insertCategory(tx, caller, { name, keyType: 'simple', envVarName: name });
    made.set(name, { ...row, target: null, environments: new Set() });
  }
  return made;
}

/** Variables of one group go into one new entry. */
async function createEntries(tx: Vault, caller: Caller, input: ImportInput, steps: readonly Step[]) {
  const ids = new Map<string, string>();
  const { name, environment } = input;
  const wanted = steps.filter((step) => step.action === 'create');
  for (const [categoryId, ofIt] of Map.groupBy(wanted, (step) => step.category?.id ?? '')) {
    const isGroup = ofIt[0]?.category?.keyType === 'group';
    const fields = ofIt.map((step) => ({ name: step.name, text: step.value }));
    const [first] = fields;
    if (first === undefined) continue;
    const value = isGroup ? ({ kind: 'fields', fields } as const) : ({ kind: 'text', text: first.text } as const);
    const id = await insertEntry(tx, caller, { categoryId, name, environment }, value);
    for (const step of ofIt) ids.set(step.name, id);
  }
  return ids;
}

async function updateEntries(tx: Vault, caller: Caller, steps: readonly Step[]): Promise<void> {
  const wanted = steps.filter((step) => step.action === 'update');
  for (const [entryId, ofIt] of Map.groupBy(wanted, (step) => step.entryId ?? '')) {
    const row = await fetchSealed(tx, caller, entryId);
    const [first] = ofIt;
    const isGroup = row.keyType === 'group';
    const fields = Object.fromEntries(ofIt.map((step) => [step.name, step.value]));
    await change(tx, caller, row, isGroup ? { fields } : { value: first?.value });
  }
}

async function record(tx: Vault, caller: Caller, steps: readonly Step[], made: readonly Candidate[]): Promise<void> {
  const entryIds = [
    ...new Set(steps.flatMap(({ action, entryId }) => (action === 'skip' || !entryId ? [] : [entryId]))),
  ];
  const categoryIds = made.map(({ id }) => id);
  const events = [
    ...(made.length > 0
      ? [eventOf(tx, caller, 'category.create', { details: { count: made.length, ids: categoryIds } })]
      : []),
    eventOf(tx, caller, 'entry.import', { details: { count: entryIds.length, ids: entryIds } }),
  ];
  await tx.audit.record(tx.em, ...events);
  await tx.events.changed(tx.em, caller.userId, { noun: 'entry', id: null });
}
