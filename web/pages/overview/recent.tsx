import { Link } from '@tanstack/react-router';
import type { Entry } from '#shared/entries.ts';
import type { LastReveal } from '#shared/overview.ts';
import { paths } from '#web/paths.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Section } from '#web/ui/section.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { EntryRow } from './entry-rows.tsx';

const WAITING_ROWS = 3;

/** The newest of them stands first. */
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
      {entries === undefined && <SkeletonRows label="entries" rows={WAITING_ROWS} />}
      <ul className="erows quiet">
        {entries?.map((entry) => (
          <EntryRow key={entry.id} entry={entry} about={<Ago at={entry.createdAt} />} />
        ))}
      </ul>
    </Section>
  );
}

export function RecentlyRevealed({ revealed }: { revealed: readonly LastReveal[] | undefined }) {
  return (
    <Section
      title="Recently revealed"
      aside={
        <Link className="push link" to={paths.audit({ action: 'entry.reveal' })}>
          Audit
        </Link>
      }
    >
      {revealed === undefined && <SkeletonRows label="reveals" rows={WAITING_ROWS} />}
      {revealed?.length === 0 && <p className="faint">Nothing was revealed within 30 days.</p>}
      <ul className="erows quiet">
        {revealed?.map((last) => (
          <EntryRow key={last.entry.id} entry={last.entry} about={<By last={last} />} />
        ))}
      </ul>
    </Section>
  );
}

function By({ last: { at, caller } }: { last: LastReveal }) {
  const who = caller.kind === 'session' ? 'you' : (caller.label ?? 'an access key that is gone');
  return (
    <>
      <Ago at={at} />, {who}
    </>
  );
}
