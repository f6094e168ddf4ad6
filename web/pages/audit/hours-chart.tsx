import { useQuery } from '@tanstack/react-query';
import { count, formatDate } from '#web/lib/format.ts';
import { useIsPhone } from '#web/lib/media.ts';
import { useNow } from '#web/lib/now.ts';
import { useTRPC } from '#web/trpc.ts';
import { Columns } from '#web/ui/columns.tsx';
import { type Filters, inputOf, momentOf } from './filters.ts';
import { countHours, hoursSince, midnights } from './hours.ts';

/** The most that the server answers with at once. */
const MOST = 1000;
const HOUR_MS = 60 * 60 * 1000;

/** How busy the last three days were, hour by hour; dark is what is listed below. */
export function HoursChart({ filters }: { filters: Filters }) {
  const [trpc, isPhone, now] = [useTRPC(), useIsPhone(), useNow()];
  const since = hoursSince(now).toISOString();
  const { action, chain } = inputOf(filters);
  const input = { ...(action === undefined ? {} : { action }), ...(chain ? { chain } : {}), since, limit: MOST };
  const { data: events } = useQuery(trpc.audit.list.queryOptions(input, { enabled: !isPhone }));
  if (isPhone || events === undefined) return <div className="hours no-phone h-14" />;
  const moments = events.map(({ at }) => new Date(at));
  const hours = countHours(moments, now, events.length === MOST);
  const [from, to] = [momentOf(filters.since, 'since'), momentOf(filters.until, 'until')];
  const isWithin = (at: number) => {
    const begin = hours.from.getTime() + at * HOUR_MS;
    // An hour without anything keeps a quiet hairline.
    if (hours.values[at] === 0) return false;
    return (from === null || begin + HOUR_MS > from.getTime()) && (to === null || begin <= to.getTime());
  };
  const sum = hours.values.reduce((all, one) => all + one, 0);
  return (
    <div className="hours no-phone">
      <Columns
        values={hours.values}
        isWithin={isWithin}
        label={`Events an hour, the last ${count(hours.values.length, 'hour')}: ${count(sum, 'event')}`}
      />
      <div className="ticks small faint" aria-hidden="true">
        {midnights(hours).map(({ at, part }) => (
          <span key={part} style={{ left: `${part * 100}%` }}>
            {formatDate(at).replace(/ \d{4}$/, '')}
          </span>
        ))}
        <span className="now">now</span>
      </div>
    </div>
  );
}
