import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Invitation } from '#shared/account.ts';
import { useFreshly } from '#web/layout/fresh-sign-in.tsx';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { Section } from '#web/ui/section.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import { InvitationsTable } from './invitations-table.tsx';
import { KeycloakSection } from './keycloak-section.tsx';
import { useRefreshInvitations } from './use-refresh-invitations.ts';

const InviteDialog = lazy(() => import('./invite-dialog.tsx').then((module) => ({ default: module.InviteDialog })));

/** Who may come in, by a link or by Keycloak: the admin's page. */
export function Invitations() {
  return (
    <>
      <ByLink />
      <KeycloakSection />
    </>
  );
}

function ByLink() {
  const trpc = useTRPC();
  const query = useQuery(trpc.invitations.list.queryOptions({}));
  const [isInviting, setInviting] = useState(false);
  const [asked, setAsked] = useState<Invitation | null>(null);
  const invite = () => setInviting(true);
  useShortcuts([{ keys: 'n', label: 'invite', hint: true, run: invite }]);
  const button = (
    <Button kind="primary" icon={Plus} hint="n" onClick={invite}>
      Invite someone
    </Button>
  );
  return (
    <Section title="Invitations" aside={<span className="push">{button}</span>}>
      <Loaded
        of={query}
        what="The invitations did not load."
        waiting={<SkeletonRows label="invitations" rows={2} widths={[180, 90, 90]} />}
      >
        {(invitations) => <InvitationsTable invitations={invitations} onTakeBack={setAsked} />}
      </Loaded>
      <Suspense>{isInviting && <InviteDialog onClose={() => setInviting(false)} />}</Suspense>
      <TakeBack invitation={asked} onClose={() => setAsked(null)} />
    </Section>
  );
}

function TakeBack({ invitation, onClose }: { invitation: Invitation | null; onClose: () => void }) {
  const [client, toasts, freshly, refresh] = [useTRPCClient(), useToasts(), useFreshly(), useRefreshInvitations()];
  const takeBack = async () => {
    if (invitation === null) return;
    await freshly(() => client.invitations.delete.mutate({ id: invitation.id }));
    await refresh();
    toasts.done('Invitation taken back', { detail: invitation.email });
  };
  return (
    <Confirm
      isOpen={invitation !== null}
      onClose={onClose}
      title={`Take back the invitation of ${invitation?.email ?? ''}`}
      deed="Take it back"
      onConfirm={takeBack}
    >
      The link that you gave away no longer works.
    </Confirm>
  );
}
