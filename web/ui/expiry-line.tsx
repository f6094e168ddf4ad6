import type { CSSProperties, ReactNode } from 'react';
import type { Environment } from '#shared/entries.ts';
import { EnvironmentMark } from './environment.tsx';

/** `days` from today, negative for the past. */
export type Pin = { key: string; days: number; environment: Environment };
export type ExpiryLineProps = {
  pins: readonly Pin[];
  label: string;
  /** How many days before and after today it shows. */
  before?: number;
  after?: number;
  /** Words over the past, and at the first pin to come. */
  past?: ReactNode;
  next?: { days: number; words: ReactNode } | null;
};

const TICKS = [7, 30, 60, 90];
/** Marks nearer than this many days to one another are stacked. */
const STACK_DAYS = 1.2;
/** So many stand on one another; where there are more, a number takes the place of the top one. */
const MAX_STACK = 5;

/** Each dated thing as its environment's mark at its date; past days shaded. */
export function ExpiryLine({ pins, label, before = 14, after = 90, past, next }: ExpiryLineProps) {
  const at = (days: number) => `${(((days + before) / (before + after)) * 100).toFixed(2)}%`;
  return (
    <div className="timeline" role="img" aria-label={label}>
      <div className="past" style={place({ at: at(0) })} />
      <Tick className="now" at={at(0)} words="today" />
      {TICKS.filter((days) => days <= after).map((days) => (
        <Tick key={days} className={tickLook(days, after)} at={at(days)} words={`${days} days`} />
      ))}
      {stacked(pins).map((stack) => (
        <Stack key={stack[0]?.key} pins={stack} at={at(stack[0]?.days ?? 0)} />
      ))}
      {past && (
        <span className="call far bare" style={place({ at: at(-before * 0.65) })}>
          {past}
        </span>
      )}
      {next && (
        <span className="call" style={place({ at: at(Math.min(next.days, after * 0.5)) })}>
          {next.words}
        </span>
      )}
    </div>
  );
}

function Tick({ className, at, words }: { className: string; at: string; words: string }) {
  return (
    <div className={`tick ${className}`} style={place({ at })}>
      <span>{words}</span>
    </div>
  );
}

function tickLook(days: number, after: number): string {
  if (days === after) return 'last';
  return days === 7 ? 'no-phone' : '';
}

function Stack({ pins, at }: { pins: readonly Pin[]; at: string }) {
  const shown = pins.length > MAX_STACK ? pins.slice(0, MAX_STACK - 1) : pins;
  return (
    <>
      {shown.map(({ key, environment }, up) => (
        <span key={key} className="pin" style={place({ at, up })}>
          <EnvironmentMark of={environment} />
        </span>
      ))}
      {shown.length < pins.length && (
        <span className="pin more" style={place({ at, up: shown.length })}>
          +{pins.length - shown.length}
        </span>
      )}
    </>
  );
}

/** Pins of about the same day stand on one another. */
function stacked(pins: readonly Pin[]): Pin[][] {
  const stacks: Pin[][] = [];
  for (const pin of pins.toSorted((a, b) => a.days - b.days)) {
    const last = stacks.at(-1);
    const base = last?.[0]?.days ?? Number.NEGATIVE_INFINITY;
    if (last && pin.days - base < STACK_DAYS) last.push(pin);
    else stacks.push([pin]);
  }
  return stacks;
}

function place({ at, up = 0 }: { at: string; up?: number }): CSSProperties {
  // CSSProperties knows no custom properties; React passes them on.
  return { '--at': at, '--up': up } as CSSProperties;
}
