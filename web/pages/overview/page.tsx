import { useQuery } from '@tanstack/react-query';
import { FileUp, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Stats } from '#shared/stats.ts';
import { failureOf } from '#web/lib/failure.ts';
import { useNow } from '#web/lib/now.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Head } from '#web/ui/head.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { Amounts } from './amounts.tsx';
import { ExpirySection } from './expiry-section.tsx';
import { Figures } from './figures.tsx';
import './overview.css';
import { RecentlyAdded, RecentlyRevealed } from './recent.tsx';
import { useOverview } from './use-overview.ts';
import { pressingWords } from './words.ts';

const EmptyVault = lazy(() => import('./empty-vault.tsx').then((module) => ({ default: module.EmptyVault })));
const ImportDialog = lazy(() =>
  import('#web/pages/import/import-dialog.tsx').then((module) => ({ default: module.ImportDialog })),
);
const NewEntryDialog = lazy(() =>
  import('./new-entry-dialog.tsx').then((module) => ({ default: module.NewEntryDialog })),
);

/** What there is, what presses, and what happened lately; on an empty vault three ways to begin. */
export function Page() {
  const trpc = useTRPC();
  const { data: stats, error, refetch } = useQuery(trpc.stats.get.queryOptions({}));
  if (error) {
    return (
      <>
        <Head title="Overview" />
        <FailureNote failure={failureOf(error)} what="The overview was not loaded." onRetry={() => void refetch()} />
      </>
    );
  }
  if (stats === undefined) {
    return (
      <>
        <Head title="Overview" />
        <SkeletonRows label="the overview" rows={8} />
      </>
    );
  }
  if (isEmpty(stats)) {
    return (
      <Suspense>
        <EmptyVault />
      </Suspense>
    );
  }
  return <Full stats={stats} />;
}

/** Categories alone hold nothing yet. */
function isEmpty({ totalEntries, total2fa, totalEnvProjects }: Stats): boolean {
  return totalEntries + total2fa + totalEnvProjects === 0;
}

function Full({ stats }: { stats: Stats }) {
  const now = useNow(60_000);
  const { data: overview, error, refetch } = useOverview(now);
  const reveals = overview?.reveals;
  const [open, setOpen] = useState<'import' | 'entry' | null>(null);
  const close = () => setOpen(null);
  useShortcuts([
    { keys: 'n', label: 'new entry', hint: true, run: () => setOpen('entry') },
    { keys: 'i', label: 'import .env', run: () => setOpen('import') },
  ]);
  return (
    <>
      <Head
        title="Overview"
        detail={overview && pressingWords(overview.dates, now)}
        tools={<Tools open={setOpen} />}
        more={[{ label: 'Import .env', icon: FileUp, run: () => setOpen('import') }]}
      />
      {error && (
        <FailureNote failure={failureOf(error)} what="What presses was not loaded." onRetry={() => void refetch()} />
      )}
      <Figures stats={stats} reveals={reveals?.reduce((sum, many) => sum + many, 0)} />
      <div className="wide-narrow">
        <ExpirySection overview={overview} total={stats.totalEntries} now={now} />
        <Amounts stats={stats} reveals={reveals} />
      </div>
      <div className="two">
        <RecentlyAdded entries={overview?.added} />
        <RecentlyRevealed revealed={overview?.revealed} />
      </div>
      <Suspense>
        {open === 'import' && <ImportDialog onClose={close} />}
        {open === 'entry' && <NewEntryDialog onClose={close} />}
      </Suspense>
    </>
  );
}

function Tools({ open }: { open: (what: 'import' | 'entry') => void }) {
  return (
    <>
      <Button icon={FileUp} onClick={() => open('import')}>
        Import .env
      </Button>
      <Button kind="primary" icon={Plus} hint="n" onClick={() => open('entry')}>
        New entry
      </Button>
    </>
  );
}
