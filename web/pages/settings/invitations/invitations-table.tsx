import type { Invitation } from '#shared/account.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Button } from '#web/ui/button.tsx';
import { type Column, DataTable } from '#web/ui/data-table.tsx';
import { Nothing } from '#web/ui/nothing.tsx';

type Props = { invitations: readonly Invitation[]; onTakeBack: (invitation: Invitation) => void };

export function InvitationsTable({ invitations, onTakeBack }: Props) {
  if (invitations.length === 0) {
    return (
      <Nothing title="Nobody is invited">
        An invitation is a link that works once. Whoever opens it chooses a password and gets a vault of their own;
        nobody sees yours.
      </Nothing>
    );
  }
  return (
    <DataTable
      label="Invitations"
      rows={invitations}
      keyOf={({ id }) => id}
      columns={columnsWith(onTakeBack)}
      phone={(invitation) => <PhoneRow invitation={invitation} onTakeBack={onTakeBack} />}
      rowKeys={[{ keys: 'Backspace', label: 'take back', hint: true, run: onTakeBack }]}
    />
  );
}

function columnsWith(onTakeBack: Props['onTakeBack']): readonly Column<Invitation>[] {
  return [
    {
      key: 'email',
      head: 'E-mail',
      width: 'minmax(0, 1fr)',
      cell: ({ email }) => <span className="mono">{email}</span>,
    },
    { key: 'made', head: 'Invited', width: '120px', cell: ({ createdAt }) => <Ago at={createdAt} /> },
    { key: 'ends', head: 'Link ends', width: '120px', cell: ({ expiresAt }) => <Ago at={expiresAt} /> },
    {
      key: 'deeds',
      head: <span className="sr">Deeds</span>,
      width: '88px',
      isEnd: true,
      cell: (invitation) => <TakeBackButton invitation={invitation} onTakeBack={onTakeBack} />,
    },
  ];
}

function TakeBackButton({ invitation, onTakeBack }: { invitation: Invitation } & Pick<Props, 'onTakeBack'>) {
  const name = `Take back the invitation of ${invitation.email}`;
  return (
    <Button size="s" kind="quiet" aria-label={name} onClick={() => onTakeBack(invitation)}>
      Take back
    </Button>
  );
}

function PhoneRow({ invitation, onTakeBack }: { invitation: Invitation } & Pick<Props, 'onTakeBack'>) {
  return (
    <div className="prow">
      <span className="mono clip">{invitation.email}</span>
      <span className="meta">
        link ends <Ago at={invitation.expiresAt} />
      </span>
      <span className="ibs text">
        <TakeBackButton invitation={invitation} onTakeBack={onTakeBack} />
      </span>
    </div>
  );
}
