import type { Environment } from '#shared/entries.ts';

/** The nearer to production, the earlier and the fuller. */
export const ENVIRONMENTS = ['production', 'staging', 'development', 'local'] as const satisfies readonly Environment[];

const MARKS: Record<Environment, string> = { production: 'p', staging: 's', development: 'd', local: 'l' };

/** The mark alone; its name must stand beside it, or in what it belongs to. */
export function EnvironmentMark({ of: environment }: { of: Environment | 'none' }) {
  return <i className={`m ${environment === 'none' ? 'none' : MARKS[environment]}`} aria-hidden />;
}

/** The mark with its name, or with a project's name in mono. */
export function EnvironmentName({ of: environment, project }: { of: Environment; project?: string }) {
  return (
    <span className="env">
      <EnvironmentMark of={environment} />
      {project === undefined ? environment : <span className="mono dim clip">{project}</span>}
      {project !== undefined && <span className="sr">{environment}</span>}
    </span>
  );
}

/** How many there are in each, those that have none left out. */
export function EnvironmentCounts({ counts }: { counts: Readonly<Partial<Record<Environment, number>>> }) {
  const present = ENVIRONMENTS.filter((environment) => (counts[environment] ?? 0) > 0);
  return (
    <span className="envs">
      {present.map((environment) => (
        <span key={environment} title={environment}>
          <EnvironmentMark of={environment} />
          {counts[environment]} <span className="sr">{environment}</span>
        </span>
      ))}
    </span>
  );
}

/** The four marks in a row, dashed where there is nothing. */
export function EnvironmentPresence({ present }: { present: readonly Environment[] }) {
  return (
    <span className="envs">
      {ENVIRONMENTS.map((environment) => (
        <EnvironmentMark key={environment} of={present.includes(environment) ? environment : 'none'} />
      ))}
      <span className="sr">{present.join(', ')}</span>
    </span>
  );
}
