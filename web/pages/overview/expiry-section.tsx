import type { Entry } from '#shared/entries.ts';
import { AFTER_DAYS, BEFORE_DAYS } from '#shared/expiry-line.ts';
import type { Overview } from '#shared/overview.ts';
import { daysUntil } from '#web/lib/expiry.ts';
import { count, formatNumber, relative } from '#web/lib/format.ts';
import { labelOf } from '#web/pages/keys/entries.ts';
import { Expires } from '#web/ui/ago.tsx';
import { ExpiryLine, type Pin } from '#web/ui/expiry-line.tsx';
import { Section } from '#web/ui/section.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { EntryRow } from './entry-rows.tsx';
import { type Dated, datedIn, manyPressing, sum } from './reckon.ts';

const WAITING_ROWS = 7;
/** More of one date would stand where these do. */
const MOST_PINS = 6;
/** Too little to see, but where several environments have one date their marks take turns. */
const APART_DAYS = 0.01;

export type ExpirySectionProps = {
  overview: Overview | undefined;
  /** How many entries there are. */
  total: number;
  now: Date;
};

/** The one picture of the overview: what runs out, and when. */
export function ExpirySection({ overview, total, now }: ExpirySectionProps) {
  if (overview === undefined) {
    return (
      <Section title="Expiry">
        <SkeletonRows label="expiries" rows={WAITING_ROWS} />
      </Section>
    );
  }
  const { dates, pressing, next } = overview;
  const dated = datedIn(dates, now);
  const aside = `${formatNumber(sum(dated))} of ${count(total, 'entry', 'entries')} carry a date in this window`;
  return (
    <Section title="Expiry" aside={aside}>
      <Line dated={dated} next={next} now={now} />
      <Pressing entries={pressing} many={manyPressing(dates, now)} />
    </Section>
  );
}

function Pressing({ entries, many }: { entries: readonly Entry[]; many: number }) {
  if (entries.length === 0) return <p className="faint">Nothing has expired, and nothing will within 30 days.</p>;
  return (
    <>
      <ul className="erows" aria-label="Expired, or soon to expire">
        {entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} about={<Expires at={entry.expiresAt} />} />
        ))}
      </ul>
      {many > entries.length && (
        <p className="small faint pt-2">and {formatNumber(many - entries.length)} more within 30 days</p>
      )}
    </>
  );
}

function Line({ dated, next, now }: { dated: readonly Dated[]; next: Entry | null; now: Date }) {
  const expired = sum(dated.filter(({ days }) => days <= 0));
  const soon = sum(dated.filter(({ days }) => days > 0 && days <= 30));
  const label = `Entries by expiry: ${expired} expired, ${soon} within 30 days, ${sum(dated) - expired - soon} within 90 days`;
  return (
    <ExpiryLine
      label={label}
      before={BEFORE_DAYS}
      after={AFTER_DAYS}
      pins={dated.flatMap(pinsOf)}
      past={expired > 0 && <span className="danger">{expired} expired</span>}
      next={next && nextOf(next, dated, now)}
    />
  );
}

function pinsOf({ at, environment, entries, days }: Dated): Pin[] {
  const many = Math.min(entries, MOST_PINS);
  return Array.from({ length: many }, (_, nth) => ({
    key: `${at} ${environment} ${nth}`,
    days: days + nth * APART_DAYS,
    environment,
  }));
}

/** The first to come, and how many go with it on the same day. */
function nextOf(entry: Entry, dated: readonly Dated[], now: Date) {
  const expiresAt = entry.expiresAt ?? '';
  const first = daysUntil(expiresAt, now);
  const others = sum(dated.filter(({ days }) => days >= first && days - first < 1)) - 1;
  const words = (
    <>
      <span className={entry.category.envVarName === null ? '' : 'mono'}>{labelOf(entry)}</span>
      {others > 0 && ` and ${formatNumber(others)} more`} {relative(new Date(expiresAt), now)}
    </>
  );
  return { days: first, words };
}
