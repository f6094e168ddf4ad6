import { Checkbox } from '#web/ui/checkbox.tsx';
import type { PlanRow } from './fill-plan.ts';
import type { useFill } from './use-fill.ts';

/** What the plan found, each to be ticked; and word for word what left this server for it. */
export function FillRows({ fill }: { fill: ReturnType<typeof useFill> }) {
  const { plan, rows, chosen, tick } = fill;
  if (plan === null) return null;
  if (rows.length === 0) {
    return <p className="dim">Nothing in the vault fits these words. Name a service, a variable or a project.</p>;
  }
  return (
    <>
      <ul className="fill-rows" aria-label="Plan">
        {rows.map((row) => (
          <Row key={row.key} row={row} isOn={chosen.has(row.key)} onTick={(isOn) => tick(row.key, isOn)} />
        ))}
      </ul>
      {plan.sent ? (
        <details>
          <summary className="small dim">What went to the model, word for word</summary>
          <pre className="well sent">{plan.sent}</pre>
        </details>
      ) : (
        <p className="small faint">Nothing left this server: the words were matched here.</p>
      )}
    </>
  );
}

function Row({ row, isOn, onTick }: { row: PlanRow; isOn: boolean; onTick: (isOn: boolean) => void }) {
  const { variables, place, reason, isThere } = row;
  const name = variables.join(', ');
  return (
    <li>
      <Checkbox isChecked={isOn} onChange={onTick}>
        <span className="min-w-0">
          <span className="mono strong text-ink break-all">{name}</span>
          <span className="small faint block">
            {`${place}: ${reason}.`}
            {isThere && ' In the draft already, or above.'}
          </span>
        </span>
      </Checkbox>
    </li>
  );
}
