import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Stats } from '#shared/stats.ts';
import { useAccount } from '#web/layout/account.ts';
import { useFreshly } from '#web/layout/fresh-sign-in.tsx';
import { count } from '#web/lib/format.ts';
import { useReveals } from '#web/lib/use-reveal.ts';
import { paths } from '#web/paths.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Section } from '#web/ui/section.tsx';
import { useToasts } from '#web/ui/toaster.tsx';

/** Where everything can be deleted, and only that. */
export function Danger() {
  const account = useAccount();
  const [isAsking, setAsking] = useState(false);
  const kept = useKept();
  const wipe = useWipe();
  if (account === undefined) return null;
  return (
    <Section title="Delete everything you keep">
      <div className="grid gap-4 justify-items-start max-w-[64ch]">
        <p className="dim">
          All of it or nothing: {kept}, and every access key. The key that sealed them is destroyed, so that no copy of
          the database opens them either. Your account, your sessions and the audit log stay.
        </p>
        <p className="dim">What you may still need, export first: nothing brings it back but a backup.</p>
        <Button onClick={() => setAsking(true)}>Delete everything…</Button>
      </div>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Delete the whole vault of ${account.email}`}
        typed={account.email}
        deed="Delete everything"
        onConfirm={() => wipe(account.email)}
      >
        {kept}, and every access key: gone at once, for good. Programs that use your keys are refused from their next
        request on.
      </Confirm>
    </Section>
  );
}

/** What there is to lose, in words. */
function useKept(): string {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.stats.get.queryOptions({}));
  return data === undefined ? 'categories, entries, two-factor tokens, env projects and their files' : keptOf(data);
}

function keptOf({ totalCategories, totalEntries, total2fa, totalEnvProjects }: Stats): string {
  return [
    count(totalCategories, 'category', 'categories'),
    count(totalEntries, 'entry', 'entries'),
    count(total2fa, 'two-factor token'),
    `${count(totalEnvProjects, 'env project')} with ${totalEnvProjects === 1 ? 'its' : 'their'} files`,
  ].join(', ');
}

function useWipe() {
  const [client, queries, toasts, freshly] = [useTRPCClient(), useQueryClient(), useToasts(), useFreshly()];
  const [navigate, reveals] = [useNavigate(), useReveals()];
  return async (confirm: string) => {
    await freshly(() => client.account.wipe.mutate({ confirm }));
    reveals.maskAll();
    await queries.invalidateQueries();
    await navigate({ href: paths.overview() });
    toasts.done('The vault is empty');
  };
}
