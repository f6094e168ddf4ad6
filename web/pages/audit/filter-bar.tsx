import { ChevronDown, Download, X } from 'lucide-react';
import { useRef } from 'react';
import { useAccount } from '#web/layout/account.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu, type MenuItem } from '#web/ui/menu.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { ACTION_GROUPS } from './actions.ts';
import type { Filters } from './filters.ts';
import { SpanFilter } from './span-filter.tsx';
import { actionName } from './words.ts';

export type FilterBarProps = {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
  onExport: () => void;
  isExporting: boolean;
};

const WHOSE = [
  { value: 'own', label: 'Your vault' },
  { value: 'instance', label: 'This server' },
] as const;

/** What is narrowed stands in the address, and here in words. */
export function FilterBar({ filters, onChange, onExport, isExporting }: FilterBarProps) {
  const account = useAccount();
  const isNarrowed = filters.action !== null || filters.since !== null || filters.until !== null;
  return (
    <div className="bar flex-wrap">
      {account?.role === 'admin' && (
        <Segmented
          label="Whose log"
          value={filters.isInstance ? 'instance' : 'own'}
          onChange={(value) => onChange({ isInstance: value === 'instance' })}
          segments={WHOSE}
        />
      )}
      <ActionFilter action={filters.action} onChange={(action) => onChange({ action })} />
      <SpanFilter filters={filters} onChange={onChange} />
      {isNarrowed && (
        <Button kind="quiet" size="s" icon={X} onClick={() => onChange({ action: null, since: null, until: null })}>
          Show everything
        </Button>
      )}
      <span className="push">
        <Button icon={Download} isBusy={isExporting} onClick={onExport}>
          Export
        </Button>
      </span>
    </div>
  );
}

function ActionFilter({ action, onChange }: { action: string | null; onChange: (action: string | null) => void }) {
  const trigger = useRef<HTMLButtonElement>(null);
  useShortcuts([{ keys: '/', label: 'filter', hint: true, run: () => trigger.current?.click() }]);
  const all = { label: 'everything', isOn: action === null, run: () => onChange(null) };
  const groups = ACTION_GROUPS.flatMap(({ heading, actions }): MenuItem[] => [
    { heading },
    ...actions.map((one) => ({ label: actionName(one), isOn: one === action, run: () => onChange(one) })),
  ]);
  return (
    <Menu
      trigger={
        <button ref={trigger} type="button" className={`chip ${action === null ? '' : 'on'}`}>
          <span className="clip">what: {action === null ? 'everything' : actionName(action)}</span>
          <Icon of={ChevronDown} />
        </button>
      }
      items={[all, ...groups]}
    />
  );
}
