import type { ExtractInput, Extraction } from '#shared/ai.ts';
import type { Entry } from '#shared/entries.ts';

/** One line of a plan: an entry to open, or a secret to make. */
export type PlanRow = {
  key: string;
  /** What it writes, under the names that it will have; empty for a file, which has none. */
  variables: readonly string[];
  place: string;
  reason: string;
  /** Whether all of it is in the draft already, or in an earlier line. */
  isThere: boolean;
};

/** The lines of a plan beside what the draft has. Files are left out: they have no variable to write. */
export function rowsOf(plan: Extraction, entries: readonly Entry[], has: ReadonlySet<string>): PlanRow[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const opened = plan.entries.flatMap(({ id, name, environment, category, reason, rename = {} }) => {
    const { keyType } = byId.get(id)?.category ?? {};
    if (keyType === 'ssh' || keyType === 'json') return [];
    const plain = variablesOf(byId.get(id));
    const variables = plain.map((variable) => (Object.hasOwn(rename, variable) ? rename[variable] : null) ?? variable);
    return [{ key: id, variables, place: `${category}, ${name}, ${environment}`, reason }];
  });
  const made = plan.generated.map(({ name, format, bytes, reason }) => ({
    key: `make ${name}`,
    variables: [name],
    place: `New, ${bytes} random bytes as ${format}`,
    reason,
  }));
  const known = new Set(has);
  return [...opened, ...made].map((row) => {
    const isThere = row.variables.length > 0 && row.variables.every((variable) => known.has(variable));
    for (const variable of row.variables) known.add(variable);
    return { ...row, isThere };
  });
}

/** Asks for exactly the lines that were ticked. */
export function choiceOf(plan: Extraction, chosen: ReadonlySet<string>): ExtractChoice {
  const entries = plan.entries.filter(({ id }) => chosen.has(id));
  return {
    choose: entries.map(({ id }) => id),
    generate: plan.generated
      .filter(({ name }) => chosen.has(`make ${name}`))
      .map(({ name, format, bytes }) => ({ name, format, bytes })),
    rename: Object.assign({}, ...entries.map(({ rename }) => rename ?? {})),
  };
}
export type ExtractChoice = Required<Pick<ExtractInput, 'choose' | 'generate' | 'rename'>>;

function variablesOf(entry: Entry | undefined): readonly string[] {
  if (entry === undefined) return [];
  const { envVarName, fieldDefinitions } = entry.category;
  return envVarName === null ? (fieldDefinitions ?? []) : [envVarName];
}
