import { ChevronDown } from 'lucide-react';
import { Button } from '#web/ui/button.tsx';
import { Field } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Popover } from '#web/ui/popover.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { dayOf, type Filters, momentOf, spanWords } from './filters.ts';

type Props = { filters: Filters; onChange: (change: Partial<Filters>) => void };

const PRESETS = [
  { label: 'Today', days: 0 },
  { label: '7 days', days: 6 },
  { label: '30 days', days: 29 },
] as const;

/** From which day to which. */
export function SpanFilter({ filters, onChange }: Props) {
  const isOn = filters.since !== null || filters.until !== null;
  return (
    <Popover
      title="When"
      aside="in your time zone"
      trigger={
        <button type="button" className={`chip ${isOn ? 'on' : ''}`}>
          when: {spanWords(filters)}
          <Icon of={ChevronDown} />
        </button>
      }
    >
      <div className="flex gap-2">
        {PRESETS.map(({ label, days }) => (
          <Button key={label} size="s" onClick={() => onChange({ since: daysAgo(days), until: null })}>
            {label}
          </Button>
        ))}
        <Button size="s" kind="quiet" onClick={() => onChange({ since: null, until: null })}>
          Any time
        </Button>
      </div>
      <div className="pair">
        <DayField label="Since" value={filters.since} end="since" onChange={(since) => onChange({ since })} />
        <DayField label="Until" value={filters.until} end="until" onChange={(until) => onChange({ until })} />
      </div>
    </Popover>
  );
}

type DayProps = { label: string; value: string | null; end: 'since' | 'until'; onChange: (day: string | null) => void };

function DayField({ label, value, end, onChange }: DayProps) {
  const at = momentOf(value, end);
  return (
    <Field label={label}>
      <TextField
        type="date"
        value={at === null ? '' : dayOf(at)}
        onChange={(day) => onChange(day === '' ? null : day)}
      />
    </Field>
  );
}

function daysAgo(days: number): string {
  const now = new Date();
  // Noon, so that a day of 23 or 25 hours is one day still.
  return dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days, 12));
}
