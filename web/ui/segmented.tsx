import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';
import { formatNumber } from '#web/lib/format.ts';

export type Segment<V extends string> = {
  value: V;
  label: ReactNode;
  /** How many there are, beside it. */
  many?: number | undefined;
};
export type SegmentedProps<V extends string> = {
  /** What is chosen here: "Environment", "Key type". */
  label: string;
  value: V;
  onChange: (value: V) => void;
  segments: readonly Segment<V>[];
  /** As wide as what is around it, all alike. */
  grows?: boolean;
};

/** One of a few, all of them in sight. Arrow keys move within. */
export function Segmented<V extends string>({ label, value, onChange, segments, grows }: SegmentedProps<V>) {
  return (
    <RadioGroup
      aria-label={label}
      className={`seg ${grows ? 'grow' : ''}`}
      value={value}
      onValueChange={(next) => onChange(next)}
    >
      {segments.map((segment) => (
        <Radio.Root key={segment.value} value={segment.value}>
          {segment.label} {segment.many !== undefined && <span className="n">{formatNumber(segment.many)}</span>}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
