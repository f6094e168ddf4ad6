import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '#shared/account.ts';
import { redirectOf } from '#web/layout/account.ts';
import { useFreshly } from '#web/layout/fresh-sign-in.tsx';
import { useSignInWays } from '#web/layout/providers.ts';
import { send } from '#web/lib/http.ts';
import { useDeed } from '#web/pages/settings/use-deed.ts';
import { paths } from '#web/paths.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Section } from '#web/ui/section.tsx';
import { useToasts } from '#web/ui/toaster.tsx';

/** Accounts at the OpenID provider that sign in as this one, where there are any or could be. */
export function Identities({ account }: { account: Account }) {
  const ways = useSignInWays();
  if (account.identities.length > 0) return <Linked account={account} isPasswordOff={ways?.password === false} />;
  return ways?.keycloak ? <NotLinked /> : null;
}

function NotLinked() {
  const { failure, isBusy, onSubmit } = useLink();
  return (
    <Section title="Sign-in by Keycloak">
      <form className="form" onSubmit={onSubmit}>
        {failure && <FailureNote failure={failure} what="Keycloak was not asked." />}
        <p className="dim">
          No Keycloak account opens this vault, not even one with your e-mail. Link yours to sign in either way.
        </p>
        <Button type="submit" isBusy={isBusy}>
          Link a Keycloak account
        </Button>
      </form>
    </Section>
  );
}

/** Keycloak asks who it is, and sends the browser back here. */
function useLink() {
  return useDeed(
    () => send('POST', '/api/auth/link/keycloak', { returnTo: paths.settings() }),
    (answer) => location.assign(redirectOf(answer) ?? paths.settings()),
  );
}

function Linked({ account, isPasswordOff }: { account: Account; isPasswordOff: boolean }) {
  const [isAsking, setAsking] = useState(false);
  const unlink = useUnlink();
  const isLastWay = isPasswordOff || !account.hasPassword;
  return (
    <Section title="Sign-in by Keycloak">
      <ul className="border-t border-line">
        {account.identities.map(({ issuer, subject, createdAt }) => (
          <li key={`${issuer} ${subject}`} className="grid gap-1 border-b border-line py-2 dim">
            <span className="mono clip">{issuer}</span>
            <span className="small faint">
              <span className="mono">{subject}</span>, linked <Ago at={createdAt} />
            </span>
          </li>
        ))}
      </ul>
      <div className="flex items-center gap-3 mt-4">
        <Button disabled={isLastWay} onClick={() => setAsking(true)}>
          Unlink
        </Button>
        {isLastWay && <span className="small faint">It is your only way to sign in.</span>}
      </div>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Unlink ${account.email} from Keycloak`}
        deed="Unlink"
        onConfirm={unlink}
      >
        You then sign in by password alone, and other sessions by Keycloak end. Your vault stays as it is; whoever signs
        in by that Keycloak account again gets a vault of its own.
      </Confirm>
    </Section>
  );
}

function useUnlink() {
  const [client, trpc, queries, toasts, freshly] = [
    useTRPCClient(),
    useTRPC(),
    useQueryClient(),
    useToasts(),
    useFreshly(),
  ];
  return async () => {
    await freshly(() => client.account.unlinkIdentity.mutate({}));
    await queries.invalidateQueries(trpc.account.pathFilter());
    toasts.done('Unlinked from Keycloak');
  };
}
