import { Link } from '@tanstack/react-router';
import type { AuditEvent } from '#shared/audit.ts';
import type { Entry } from '#shared/entries.ts';
import { paths } from '#web/paths.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Section } from '#web/ui/section.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { EntryRow } from './entry-rows.tsx';
import { lastReveals } from './reckon.ts';

const ROWS = 3;

/** The list comes newest first. */
export function RecentlyAdded({ entries }: { entries: readonly Entry[] | undefined }) {
  return (
    <Section
      title="Recently added"
      aside={
        <Link className="push link" to={paths.keys()}>
          All keys
        </Link>
      }
    >
      {entries === undefined && <SkeletonRows label="entries" rows={ROWS} />}
      <ul className="erows quiet">
        {entries?.slice(0, ROWS).map((entry) => (
          <EntryRow key={entry.id} entry={entry} about={<Ago at={entry.createdAt} />} />
        ))}
      </ul>
    </Section>
  );
}

type RevealedProps = { entries: readonly Entry[] | undefined; reveals: readonly AuditEvent[] | undefined };

export function RecentlyRevealed({ entries, reveals }: RevealedProps) {
  const isLoading = entries === undefined || reveals === undefined;
  const last = isLoading ? [] : lastReveals(reveals, entries).slice(0, ROWS);
  return (
    <Section
      title="Recently revealed"
      aside={
        <Link className="push link" to={paths.audit({ action: 'entry.reveal' })}>
          Audit
        </Link>
      }
    >
      {isLoading && <SkeletonRows label="reveals" rows={ROWS} />}
      {!isLoading && last.length === 0 && <p className="faint">Nothing was revealed within 30 days.</p>}
      <ul className="erows quiet">
        {last.map(({ event, entry }) => (
          <EntryRow key={entry.id} entry={entry} about={<By event={event} />} />
        ))}
      </ul>
    </Section>
  );
}

function By({ event }: { event: AuditEvent }) {
  const who = event.caller.kind === 'session' ? 'you' : (event.caller.label ?? 'an access key that is gone');
  return (
    <>
      <Ago at={event.at} />, {who}
    </>
  );
}
