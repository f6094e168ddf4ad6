import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { AccessKey } from '#shared/access-keys.ts';
import { useSearchParam } from '#web/lib/address.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { Nothing } from '#web/ui/nothing.tsx';
import { Section } from '#web/ui/section.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { CurlLine } from './key-line.tsx';
import { KeysTable } from './keys-table.tsx';
import { PresetsTable } from './presets-table.tsx';
import { RevokeKey } from './revoke-key.tsx';

const NewKeyDialog = lazy(() => import('./new-key-dialog.tsx').then((module) => ({ default: module.NewKeyDialog })));
const KeyDialog = lazy(() => import('./key-dialog.tsx').then((module) => ({ default: module.KeyDialog })));

/** Keys for programs: what each can do, how long, and how to end it. `?new` opens the form. */
export function AccessKeys() {
  const trpc = useTRPC();
  const query = useQuery(trpc.accessKeys.list.queryOptions({}));
  const [isNew, setNew] = useSearchParam('new');
  const [opened, setOpened] = useState<AccessKey | null>(null);
  const [asked, setAsked] = useState<AccessKey | null>(null);
  const make = () => setNew('');
  useShortcuts([{ keys: 'n', label: 'new key', hint: true, run: make }]);
  return (
    <>
      <Section title="Access keys" aside={<Aside onNew={make} />}>
        <Loaded
          of={query}
          what="The access keys did not load."
          waiting={<SkeletonRows label="access keys" rows={4} widths={[110, 80, 200, 80, 80]} />}
        >
          {(keys) =>
            keys.length === 0 ? <None onNew={make} /> : <KeysTable keys={keys} onOpen={setOpened} onRevoke={setAsked} />
          }
        </Loaded>
      </Section>
      <PresetsTable />
      <WithAnyOfThem />
      <Suspense>
        {isNew !== null && <NewKeyDialog onClose={() => setNew(null)} />}
        {opened && <KeyDialog accessKey={opened} onClose={() => setOpened(null)} onRevoke={() => setAsked(opened)} />}
      </Suspense>
      <RevokeKey accessKey={asked} onClose={() => setAsked(null)} />
    </>
  );
}

function Aside({ onNew }: { onNew: () => void }) {
  return (
    <>
      <span className="faint small no-phone">for programs: a key can never make, list or revoke keys</span>
      <span className="push">
        <Button kind="primary" icon={Plus} hint="n" onClick={onNew}>
          New access key
        </Button>
      </span>
    </>
  );
}

function None({ onNew }: { onNew: () => void }) {
  return (
    <Nothing title="No access keys yet" acts={<Button onClick={onNew}>Make the first access key</Button>}>
      A program gets a key of its own: it can do what its scopes say, where you let it, until a day that you choose.
      Each secret it reads stands in the audit log under its name.
    </Nothing>
  );
}

function WithAnyOfThem() {
  const reference = (
    <a className="push link" href="/api/docs" target="_blank" rel="noreferrer">
      API reference
    </a>
  );
  return (
    <Section title="With any of them" aside={reference} className="no-phone">
      <CurlLine path="/api/entries" label="Copy the line" />
    </Section>
  );
}
