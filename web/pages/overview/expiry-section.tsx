import type { Entry } from '#shared/entries.ts';
import { count, formatNumber, relative } from '#web/lib/format.ts';
import { labelOf } from '#web/pages/keys/entries.ts';
import { Expires } from '#web/ui/ago.tsx';
import { ExpiryLine } from '#web/ui/expiry-line.tsx';
import { Section } from '#web/ui/section.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { EntryRow } from './entry-rows.tsx';
import { AFTER_DAYS, BEFORE_DAYS, type Dated, datedIn, pressing } from './reckon.ts';

const ROWS = 7;

/** The one picture of the overview: what runs out, and when. */
export function ExpirySection({ entries, now }: { entries: readonly Entry[] | undefined; now: Date }) {
  if (entries === undefined) {
    return (
      <Section title="Expiry">
        <SkeletonRows label="expiries" rows={ROWS} />
      </Section>
    );
  }
  const dated = datedIn(entries, now);
  const rows = pressing(entries, now);
  const aside = `${formatNumber(dated.length)} of ${count(entries.length, 'entry', 'entries')} carry a date in this window`;
  return (
    <Section title="Expiry" aside={aside}>
      <Line dated={dated} now={now} />
      {rows.length === 0 ? (
        <p className="faint">Nothing has expired, and nothing will within 30 days.</p>
      ) : (
        <ul className="erows" aria-label="Expired, or soon to expire">
          {rows.slice(0, ROWS).map((entry) => (
            <EntryRow key={entry.id} entry={entry} about={<Expires at={entry.expiresAt} />} />
          ))}
        </ul>
      )}
      {rows.length > ROWS && (
        <p className="small faint pt-2">and {formatNumber(rows.length - ROWS)} more within 30 days</p>
      )}
    </Section>
  );
}

function Line({ dated, now }: { dated: readonly Dated[]; now: Date }) {
  const expired = dated.filter(({ days }) => days <= 0).length;
  const soon = dated.filter(({ days }) => days > 0 && days <= 30).length;
  const label = `Entries by expiry: ${expired} expired, ${soon} within 30 days, ${dated.length - expired - soon} within 90 days`;
  return (
    <ExpiryLine
      label={label}
      before={BEFORE_DAYS}
      after={AFTER_DAYS}
      pins={dated.map(({ entry, days }) => ({ key: entry.id, days, environment: entry.environment }))}
      past={expired > 0 && <span className="danger">{expired} expired</span>}
      next={nextOf(dated, now)}
    />
  );
}

/** The first to come, and how many go with it on the same day. */
function nextOf(dated: readonly Dated[], now: Date) {
  const coming = dated.filter(({ days }) => days > 0);
  const [first] = coming;
  if (first === undefined) return null;
  const others = coming.filter(({ days }) => days - first.days < 1).length - 1;
  const words = (
    <>
      <span className={first.entry.category.envVarName === null ? '' : 'mono'}>{labelOf(first.entry)}</span>
      {others > 0 && ` and ${formatNumber(others)} more`} {relative(new Date(first.entry.expiresAt ?? ''), now)}
    </>
  );
  return { days: first.days, words };
}
