import { useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Account, SecondStepSeed } from '#shared/account.ts';
import { useFreshly } from '#web/layout/fresh-sign-in.tsx';
import { useSignInWays } from '#web/layout/providers.ts';
import { count } from '#web/lib/format.ts';
import { useDeed } from '#web/pages/settings/use-deed.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Note } from '#web/ui/note.tsx';
import { Section } from '#web/ui/section.tsx';
import { useToasts } from '#web/ui/toaster.tsx';

const TurnOn = lazy(() => import('./turn-on-dialog.tsx').then((module) => ({ default: module.TurnOnDialog })));
const Codes = lazy(() => import('./recovery-codes.tsx').then((module) => ({ default: module.RecoveryCodesDialog })));

const FEW = 3;

/** What a sign-in by password asks for besides it. Keycloak asks for its own. */
export function SecondStep({ account }: { account: Account }) {
  const ways = useSignInWays();
  const refresh = useRefresh();
  // They live here alone, and go with the dialog that shows them.
  const [codes, setCodes] = useState<string[] | null>(null);
  if (!account.hasPassword || ways?.password === false) return null;
  const show = (made: string[]) => {
    setCodes(made);
    refresh();
  };
  return (
    <Section title="Second step" aside={account.secondStep === null ? 'off' : 'on'}>
      {account.secondStep === null ? (
        <TurnedOff onDone={show} />
      ) : (
        <TurnedOn step={account.secondStep} onDone={show} onOff={refresh} />
      )}
      <Suspense>{codes && <Codes codes={codes} onClose={() => setCodes(null)} />}</Suspense>
    </Section>
  );
}

function TurnedOff({ onDone }: { onDone: (codes: string[]) => void }) {
  const client = useTRPCClient();
  const [seed, setSeed] = useState<SecondStepSeed | null>(null);
  const { failure, isBusy, run } = useDeed(() => client.secondStep.propose.mutate({}), setSeed);
  return (
    <div className="form">
      {failure && <FailureNote failure={failure} what="The second step was not begun." />}
      <p className="dim">Ask for a code of your phone, too: then a stolen password alone opens nothing.</p>
      <Button isBusy={isBusy} onClick={() => void run()}>
        Turn on
      </Button>
      <Suspense>{seed && <TurnOn seed={seed} onClose={() => setSeed(null)} onDone={onDone} />}</Suspense>
    </div>
  );
}

type TurnedOnProps = {
  step: NonNullable<Account['secondStep']>;
  onDone: (codes: string[]) => void;
  onOff: () => void;
};

function TurnedOn({ step: { recoveryCodesLeft: left, since }, onDone, onOff }: TurnedOnProps) {
  const [asks, ask] = useState<'renew' | 'off' | null>(null);
  const deeds = useDeeds();
  const close = () => ask(null);
  return (
    <div className="form">
      <p className="dim">
        Sign-in by password asks for a code of your authenticator app, since <Ago at={since} />.{' '}
        {left > FEW && `${count(left, 'recovery code')} left.`}
      </p>
      {left <= FEW && (
        <Note icon={TriangleAlert} kind="soon">
          {left === 0 ? 'No recovery code is left.' : `${count(left, 'recovery code')} left.`} Make new ones before you
          need them.
        </Note>
      )}
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => ask('renew')}>New recovery codes</Button>
        <Button onClick={() => ask('off')}>Turn off</Button>
      </div>
      <Confirm
        isOpen={asks === 'renew'}
        onClose={close}
        title="Make new recovery codes"
        deed="Make new codes"
        kind="primary"
        onConfirm={async () => onDone(await deeds.renew())}
      >
        Those that are left no longer let you in.
      </Confirm>
      <Confirm
        isOpen={asks === 'off'}
        onClose={close}
        title="Turn off the second step"
        deed="Turn off"
        onConfirm={async () => {
          await deeds.turnOff();
          onOff();
        }}
      >
        Your password alone then opens this vault.
      </Confirm>
    </div>
  );
}

function useDeeds() {
  const [client, toasts, freshly] = [useTRPCClient(), useToasts(), useFreshly()];
  return {
    renew: async () => (await freshly(() => client.secondStep.renewCodes.mutate({}))).recoveryCodes,
    turnOff: async () => {
      await freshly(() => client.secondStep.turnOff.mutate({}));
      toasts.done('Second step turned off');
    },
  };
}

function useRefresh(): () => void {
  const [trpc, queries] = [useTRPC(), useQueryClient()];
  return () => void queries.invalidateQueries(trpc.account.pathFilter());
}
