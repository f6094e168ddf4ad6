import { lazy, Suspense, useState } from 'react';
import type { AuditEvent } from '#shared/audit.ts';
import { failureOf } from '#web/lib/failure.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { Button } from '#web/ui/button.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Head } from '#web/ui/head.tsx';
import { Nothing } from '#web/ui/nothing.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import './audit.css';
import { Chain } from './chain.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HoursChart } from './hours-chart.tsx';
import { useChain } from './use-chain.ts';
import { useExport } from './use-export.ts';
import { useFilters } from './use-filters.ts';
import { useVerify } from './use-verify.ts';
import { BrokenNote, Verdict } from './verdict.tsx';

const EventDialog = lazy(() => import('./event-dialog.tsx').then((module) => ({ default: module.EventDialog })));

export function Page() {
  const [filters, change] = useFilters();
  const chain = useChain(filters);
  const [opened, setOpened] = useState<AuditEvent | null>(null);
  const verify = useVerify();
  const download = useExport(filters);
  const brokenAt = filters.isInstance ? null : (verify.verified?.brokenAt ?? null);
  return (
    <>
      <Head
        title="Audit"
        detail="Who did what, when, from where. Written before a secret is opened, or it is not opened."
        tools={filters.isInstance || <Verifying verify={verify} />}
      />
      {filters.isInstance || <PhoneVerifying verify={verify} />}
      {verify.failure && <FailureNote failure={verify.failure} what="The chain was not verified." />}
      {brokenAt !== null && (
        <div className="mb-4">
          <BrokenNote brokenAt={brokenAt} whole={verify.verified?.events ?? 0} />
        </div>
      )}
      <FilterBar
        filters={filters}
        onChange={change}
        onExport={() => void download.run()}
        isExporting={download.isBusy}
      />
      <HoursChart filters={filters} />
      <h2 className="sr">Events</h2>
      <Listing chain={chain} onOpen={setOpened} brokenAt={brokenAt} />
      <Suspense>{opened && <EventDialog event={opened} onClose={() => setOpened(null)} />}</Suspense>
    </>
  );
}

type ListingProps = {
  chain: ReturnType<typeof useChain>;
  onOpen: (event: AuditEvent) => void;
  brokenAt: number | null;
};

function Listing({ chain: { query, events }, onOpen, brokenAt }: ListingProps) {
  if (query.isPending) return <SkeletonRows label="events" rows={12} widths={[60, 110, 90, 240, 90]} />;
  if (events.length > 0) {
    return <Chain events={events} onOpen={onOpen} onEnd={() => void fetchMore(query)} brokenAt={brokenAt} />;
  }
  if (query.error === null) return <NoEvents />;
  const retry = () => void query.refetch();
  return <FailureNote failure={failureOf(query.error)} what="The events did not load." onRetry={retry} />;
}

type Verify = { verify: ReturnType<typeof useVerify> };

function Verifying({ verify: { verified, isBusy, run } }: Verify) {
  useShortcuts([{ keys: 'v', label: 'verify', hint: true, run: () => void run() }]);
  return (
    <>
      <Verdict verified={verified} />
      <Button isBusy={isBusy} onClick={() => void run()}>
        {verified === null ? 'Verify the chain' : 'Verify again'}
      </Button>
    </>
  );
}

/** The tools of a head are not shown on a phone, and this one has no other place. */
function PhoneVerifying({ verify: { verified, isBusy, run } }: Verify) {
  return (
    <div className="only-phone flex-wrap items-center gap-3 mb-3">
      <Button isBusy={isBusy} onClick={() => void run()}>
        {verified === null ? 'Verify the chain' : 'Verify again'}
      </Button>
      <Verdict verified={verified} />
    </div>
  );
}

function NoEvents() {
  return (
    <Nothing title="Nothing fits">
      No event in this log is of that kind, or of that time. Plain reads of names are not recorded; secrets given out,
      changes, sign-ins and refusals are.
    </Nothing>
  );
}

async function fetchMore({ hasNextPage, isFetching, fetchNextPage }: ReturnType<typeof useChain>['query']) {
  if (hasNextPage && !isFetching) await fetchNextPage();
}
