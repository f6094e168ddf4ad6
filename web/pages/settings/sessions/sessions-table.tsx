import type { Session } from '#shared/sessions.ts';
import { Ago } from '#web/ui/ago.tsx';
import { Button } from '#web/ui/button.tsx';
import { type Column, DataTable } from '#web/ui/data-table.tsx';
import { deviceOf } from './device.ts';

type Props = { sessions: readonly Session[]; onEnd: (session: Session) => void };

const METHODS: Record<Session['method'], string> = { password: 'by password', keycloak: 'by Keycloak' };

/** The current one first, then the last used. */
export function SessionsTable({ sessions, onEnd }: Props) {
  return (
    <DataTable
      label="Sessions"
      rows={inOrder(sessions)}
      keyOf={({ id }) => id}
      columns={columnsWith(onEnd)}
      phone={(session) => <PhoneRow session={session} onEnd={onEnd} />}
      rowKeys={[{ keys: 'Backspace', label: 'end session', hint: true, run: onEnd }]}
    />
  );
}

function columnsWith(onEnd: Props['onEnd']): readonly Column<Session>[] {
  return [
    { key: 'device', head: 'Device', width: 'minmax(0, 2fr)', cell: (session) => <Device session={session} /> },
    { key: 'method', head: 'Signed in', width: '104px', cell: ({ method }) => METHODS[method] },
    {
      key: 'address',
      head: 'From',
      width: 'minmax(0, 1.2fr)',
      cell: ({ address }) =>
        address === null ? <span className="faint">unknown</span> : <span className="mono">{address}</span>,
    },
    { key: 'used', head: 'Last used', width: '96px', cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} /> },
    { key: 'ends', head: 'Ends', width: '96px', cell: ({ expiresAt }) => <Ago at={expiresAt} /> },
    {
      key: 'deeds',
      head: <span className="sr">Deeds</span>,
      width: '72px',
      isEnd: true,
      cell: (session) => <End session={session} onEnd={onEnd} />,
    },
  ];
}

function Device({ session }: { session: Session }) {
  return (
    <span className="cellrow" title={session.userAgent ?? undefined}>
      <b className="clip">{deviceOf(session.userAgent)}</b>
      {session.current && <span className="small accent whitespace-nowrap">this one</span>}
    </span>
  );
}

function End({ session, onEnd }: { session: Session } & Pick<Props, 'onEnd'>) {
  return (
    <Button
      size="s"
      kind="quiet"
      aria-label={session.current ? 'Sign out here' : `End the session of ${deviceOf(session.userAgent)}`}
      onClick={() => onEnd(session)}
    >
      {session.current ? 'Sign out' : 'End'}
    </Button>
  );
}

function PhoneRow({ session, onEnd }: { session: Session } & Pick<Props, 'onEnd'>) {
  return (
    <div className="prow">
      <Device session={session} />
      <span className="meta">
        <Ago at={session.lastUsedAt} />
        {session.address !== null && <span className="mono clip">{session.address}</span>}
      </span>
      <span className="ibs text">
        <End session={session} onEnd={onEnd} />
      </span>
    </div>
  );
}

function inOrder(sessions: readonly Session[]): Session[] {
  const rank = ({ current, lastUsedAt }: Session) => (current ? Number.POSITIVE_INFINITY : Date.parse(lastUsedAt));
  return [...sessions].sort((a, b) => rank(b) - rank(a));
}
