import { Calendar } from 'lucide-react';
import { formatDate } from '#web/lib/format.ts';
import { useNow } from '#web/lib/now.ts';
import { FieldGroup } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { dayOf, type Expires, momentOf, NEVER, PRESETS } from './expires.ts';

const WORDS: Record<(typeof PRESETS)[number], string> = { 30: '30 d', 90: '90 d', 365: '1 y' };
const PICKED = (
  <>
    <Icon of={Calendar} small />
    <span className="sr">a date</span>
  </>
);
const SEGMENTS = [
  { value: 'never', label: 'never' },
  ...PRESETS.map((days) => ({ value: String(days), label: WORDS[days] })),
  { value: 'date', label: PICKED },
];

/** Never, so long from now, or until the end of a day. */
export function ExpiresField({ value, onChange }: { value: Expires; onChange: (value: Expires) => void }) {
  const now = useNow();
  const moment = momentOf(value, now);
  const choose = (next: string) => {
    if (next === 'never') return onChange(NEVER);
    if (next === 'date') return onChange({ kind: 'date', day: moment === null ? '' : dayOf(new Date(moment)) });
    onChange({ kind: 'days', days: Number(next) });
  };
  return (
    <FieldGroup label="Expires" hint={moment === null ? undefined : formatDate(new Date(moment))}>
      <Segmented
        label="Expires"
        grows
        value={value.kind === 'days' ? String(value.days) : value.kind}
        onChange={choose}
        segments={SEGMENTS}
      />
      {value.kind === 'date' && (
        <TextField
          type="date"
          aria-label="Expires on"
          value={value.day}
          onChange={(day) => onChange({ kind: 'date', day })}
        />
      )}
    </FieldGroup>
  );
}
