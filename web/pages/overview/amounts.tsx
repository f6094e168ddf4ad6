import type { Stats } from '#shared/stats.ts';
import { formatNumber } from '#web/lib/format.ts';
import { keyTypes } from '#web/pages/keys/types.ts';
import { BarRows } from '#web/ui/bar-rows.tsx';
import { Columns } from '#web/ui/columns.tsx';
import { ENVIRONMENTS, EnvironmentName } from '#web/ui/environment.tsx';
import { Section } from '#web/ui/section.tsx';
import { REVEAL_DAYS } from './reckon.ts';

export type AmountsProps = {
  stats: Stats;
  /** How many on each of the last days, today last. */
  reveals: readonly number[] | undefined;
};

const NO_REVEALS = Array.from({ length: REVEAL_DAYS }, () => 0);

/** How many there are of what, and how often something was revealed. */
export function Amounts({ stats, reveals = NO_REVEALS }: AmountsProps) {
  const words = `${REVEAL_DAYS} days, ${formatNumber(reveals.at(-1) ?? 0)} today`;
  return (
    <div className="stack">
      <Section title="By environment">
        <BarRows
          rows={ENVIRONMENTS.map((environment) => ({
            key: environment,
            label: <EnvironmentName of={environment} />,
            many: stats.byEnvironment[environment],
          }))}
        />
      </Section>
      <Section title="By key type">
        <BarRows rows={keyTypes.map((type) => ({ key: type, label: type, many: stats.byKeyType[type] }))} />
      </Section>
      <Section title="Reveals" aside={words}>
        <Columns values={reveals} label={`Reveals a day, ${words}`} />
      </Section>
    </div>
  );
}
