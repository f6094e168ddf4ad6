import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '#shared/sessions.ts';
import { signOut } from '#web/layout/account.ts';
import { count } from '#web/lib/format.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { Section } from '#web/ui/section.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import { deviceOf } from './device.ts';
import { SessionsTable } from './sessions-table.tsx';
import { useRefreshSessions } from './use-refresh-sessions.ts';

type Asked = { kind: 'one'; session: Session } | { kind: 'others' } | null;

/** Where one is signed in; each can be ended from here. */
export function Sessions() {
  const trpc = useTRPC();
  const query = useQuery(trpc.sessions.list.queryOptions({}));
  const [asked, setAsked] = useState<Asked>(null);
  const others = (query.data ?? []).filter(({ current }) => !current);
  const aside = others.length > 0 && (
    <span className="push">
      <Button onClick={() => setAsked({ kind: 'others' })}>End all others</Button>
    </span>
  );
  const close = () => setAsked(null);
  return (
    <Section title="Sessions" aside={aside}>
      <Loaded
        of={query}
        what="Your sessions did not load."
        waiting={<SkeletonRows label="sessions" rows={2} widths={[160, 80, 110, 90]} />}
      >
        {(sessions) => <SessionsTable sessions={sessions} onEnd={(session) => setAsked({ kind: 'one', session })} />}
      </Loaded>
      <EndOne session={asked?.kind === 'one' ? asked.session : null} onClose={close} />
      <EndOthers isOpen={asked?.kind === 'others'} many={others.length} onClose={close} />
    </Section>
  );
}

function EndOne({ session, onClose }: { session: Session | null; onClose: () => void }) {
  const [client, toasts, refresh] = [useTRPCClient(), useToasts(), useRefreshSessions()];
  const isOwn = session?.current === true;
  const device = deviceOf(session?.userAgent ?? null);
  const end = async () => {
    if (session === null) return;
    if (isOwn) return signOut();
    await client.sessions.end.mutate({ id: session.id });
    await refresh();
    toasts.done('Session ended', { detail: device });
  };
  return (
    <Confirm
      isOpen={session !== null}
      onClose={onClose}
      title={isOwn ? 'Sign out here' : `End the session of ${device}`}
      deed={isOwn ? 'Sign out' : 'End session'}
      kind={isOwn ? 'primary' : 'destroy'}
      onConfirm={end}
    >
      {isOwn ? 'This is the session that you are using now.' : 'Its very next request is refused. It can sign in anew.'}
    </Confirm>
  );
}

function EndOthers({ isOpen, many, onClose }: { isOpen: boolean; many: number; onClose: () => void }) {
  const [client, toasts, refresh] = [useTRPCClient(), useToasts(), useRefreshSessions()];
  const sessions = count(many, 'other session');
  const end = async () => {
    await client.sessions.endOthers.mutate({});
    await refresh();
    toasts.done('All other sessions have ended');
  };
  return (
    <Confirm isOpen={isOpen} onClose={onClose} title={`End ${sessions}`} deed={`End ${sessions}`} onConfirm={end}>
      You stay signed in here and nowhere else. Access keys go on working.
    </Confirm>
  );
}
