import { useQuery } from '@tanstack/react-query';
import { count } from '#web/lib/format.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Mask } from '#web/ui/secret.tsx';
import { Section } from '#web/ui/section.tsx';
import { amountsOf, fileOf, type PlanRow } from './plan.ts';
import { PlanRows } from './plan-rows.tsx';
import type { Extracting } from './use-extraction.ts';

export type PlanSectionProps = {
  rows: readonly PlanRow[];
  chosen: ReadonlySet<string>;
  extracting: Extracting;
};

/** What would be opened and made, to be looked at before any of it is. */
export function PlanSection({ rows, chosen, extracting }: PlanSectionProps) {
  const { data: categories = [] } = useQuery(useTRPC().categories.list.queryOptions({}));
  const icons = new Map(categories.map(({ name, icon }) => [name, icon]));
  const { choose, open, busy, failure } = extracting;
  useRowKeys((key) => choose(key, !chosen.has(key)), rows);
  const words = `${chosen.size} of ${rows.length} chosen, nothing opened yet`;
  return (
    <Section
      title="Plan"
      aside={
        <span className="faint small" role="status">
          {words}
        </span>
      }
    >
      <PlanRows rows={rows} chosen={chosen} onChoose={choose} iconOf={(category) => icons.get(category) ?? null} />
      <div className="flex flex-wrap items-center gap-4 my-4">
        <Button
          kind="primary"
          hint="mod+Enter"
          isBusy={busy === 'open'}
          disabled={chosen.size === 0}
          onClick={() => void open()}
        >
          {deedOf(rows, chosen)}
        </Button>
        <span className="faint small">{costOf(rows, chosen)}</span>
      </div>
      {failure?.of === 'open' && (
        <FailureNote failure={failure.why} what="Nothing was opened." onRetry={() => void open()} />
      )}
      <FilePreview rows={rows} chosen={chosen} />
    </Section>
  );
}

function deedOf(rows: readonly PlanRow[], chosen: ReadonlySet<string>): string {
  const { opened } = amountsOf(rows, chosen);
  return opened === 0 ? 'Write .env' : `Open ${count(opened, 'entry', 'entries')} and write .env`;
}

function costOf(rows: readonly PlanRow[], chosen: ReadonlySet<string>): string {
  const { opened, made } = amountsOf(rows, chosen);
  const fresh = made === 0 ? '' : `${count(made, 'fresh secret')} made`;
  const recorded = opened === 0 ? '' : `${count(opened, 'opening')} recorded in the audit log`;
  return [recorded, fresh].filter(Boolean).join(', ');
}

function FilePreview({ rows, chosen }: { rows: readonly PlanRow[]; chosen: ReadonlySet<string> }) {
  const lines = fileOf(rows, chosen);
  return (
    <Section className="no-phone mt-6" title="The file it will be" aside={count(lines.length, 'line')}>
      <div className="well env-lines">
        {lines.map(({ kind, text }) => (
          <div key={`${kind} ${text}`} className={kind === 'comment' ? 'faint' : ''}>
            {text}
            {kind === 'variable' && (
              <>
                <span className="faint">=</span>
                <Mask />
              </>
            )}
          </div>
        ))}
      </div>
    </Section>
  );
}

/** `j` and `k` go from box to box, `x` chooses or leaves the one that has the focus. */
function useRowKeys(toggle: (key: string) => void, rows: readonly PlanRow[]): void {
  const boxes = () => [...document.querySelectorAll<HTMLElement>('.plan [role="checkbox"]')];
  const at = () => boxes().findIndex((box) => box.matches(':focus'));
  const move = (step: number) => {
    const all = boxes();
    all[Math.max(0, Math.min(all.length - 1, at() + step))]?.focus();
  };
  const choose = () => {
    const row = rows[at()];
    if (row !== undefined && row.variables.length > 0) toggle(row.key);
  };
  useShortcuts([
    { keys: 'j', label: 'move', hint: true, shows: 'j k', run: () => move(1) },
    { keys: 'k', label: 'move back', run: () => move(-1) },
    { keys: 'x', label: 'choose', hint: true, run: choose },
  ]);
}
