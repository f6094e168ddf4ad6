import { useId, useState } from 'react';
import type { NewInvitation } from '#shared/account.ts';
import { issueAt } from '#web/lib/failure.ts';
import { OnceDialog } from '#web/pages/settings/once-dialog.tsx';
import { useDeed } from '#web/pages/settings/use-deed.ts';
import { useTRPCClient } from '#web/trpc.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Field } from '#web/ui/field.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { useAsker } from '#web/ui/use-asker.ts';
import { useRefreshInvitations } from './use-refresh-invitations.ts';

/** Asks for an e-mail, then shows the link once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const asker = useAsker();
  const [made, setMade] = useState<NewInvitation | null>(null);
  if (made === null) return <Invite onClose={onClose} onMade={setMade} />;
  return (
    <OnceDialog
      title={
        <>
          Send the link to <span className="mono">{made.email}</span>
        </>
      }
      secret={made.url}
      name={`the link for ${made.email}`}
      label="Invitation link"
      kept="I have sent it"
      finalFocus={asker}
      onClose={onClose}
    >
      <p className="dim">
        It works once and ends <Ago at={made.expiresAt} />. Send it on a way that only they read: whoever opens it first
        comes in.
      </p>
    </OnceDialog>
  );
}

type InviteProps = { onClose: () => void; onMade: (made: NewInvitation) => void };

function Invite({ onClose, onMade }: InviteProps) {
  const formId = useId();
  const [email, setEmail] = useState('');
  const { failure, isBusy, onSubmit } = useInvite(email, onMade);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Invite someone"
      detail="They get a vault of their own; nobody sees yours."
      isDraft={email !== ''}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} isBusy={isBusy}>
            Make a link
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} method="post">
        <Field label="E-mail" error={failure && (issueAt(failure, 'email') ?? failure.message)}>
          <TextField
            type="email"
            name="email"
            autoComplete="off"
            required
            autoFocus
            value={email}
            onChange={setEmail}
          />
        </Field>
      </form>
    </Dialog>
  );
}

function useInvite(email: string, onMade: InviteProps['onMade']) {
  const [client, refresh] = [useTRPCClient(), useRefreshInvitations()];
  return useDeed(
    () => client.invitations.create.mutate({ email }),
    (made) => {
      onMade(made);
      void refresh();
    },
  );
}
