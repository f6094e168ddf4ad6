import type { ExtractInput, Extraction } from '#shared/ai.ts';

/** One line of a plan: an entry to open, or a secret to make. */
export type PlanRow = {
  key: string;
  /** What it writes, under the names that it will have. */
  variables: readonly string[];
  place: string;
  reason: string;
  /** Whether all of it is in the draft already, or in an earlier line. */
  isThere: boolean;
};

/** The lines of a plan beside what the draft has. Files are left out: they have no variable to write. */
export function rowsOf(plan: Extraction, has: ReadonlySet<string>): PlanRow[] {
  const writing = plan.entries.filter(({ variables }) => variables.length > 0);
  const opened = writing.map(({ id, name, environment, category, variables, reason, rename = {} }) => ({
    key: id,
    variables: variables.map((plain) => (Object.hasOwn(rename, plain) ? (rename[plain] ?? plain) : plain)),
    place: `${category}, ${name}, ${environment}`,
    reason,
  }));
  const made = plan.generated.map(({ name, format, bytes, reason }) => ({
    key: `make ${name}`,
    variables: [name],
    place: `New, ${bytes} random bytes as ${format}`,
    reason,
  }));
  const known = new Set(has);
  return [...opened, ...made].map((row) => {
    const isThere = row.variables.every((variable) => known.has(variable));
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
