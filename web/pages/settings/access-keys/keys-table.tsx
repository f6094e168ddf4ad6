import { Ellipsis } from 'lucide-react';
import type { AccessKey } from '#shared/access-keys.ts';
import { expiryOf } from '#web/lib/expiry.ts';
import { Ago, Expires } from '#web/ui/ago.tsx';
import { Button } from '#web/ui/button.tsx';
import { type Column, DataTable } from '#web/ui/data-table.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { summaryOf } from './abilities.ts';

type Props = {
  keys: readonly AccessKey[];
  onOpen: (key: AccessKey) => void;
  onRevoke: (key: AccessKey) => void;
};

export function KeysTable({ keys, onOpen, onRevoke }: Props) {
  return (
    <DataTable
      label="Access keys"
      rows={keys}
      keyOf={({ id }) => id}
      columns={columnsWith(onRevoke)}
      phone={(key) => <PhoneRow accessKey={key} onOpen={onOpen} onRevoke={onRevoke} />}
      onOpen={onOpen}
      rowKeys={[{ keys: 'Backspace', label: 'revoke', hint: true, run: onRevoke }]}
    />
  );
}

function columnsWith(onRevoke: Props['onRevoke']): readonly Column<AccessKey>[] {
  return [
    {
      key: 'name',
      head: 'Name',
      width: 'minmax(0, 1fr)',
      cell: ({ name }) => (
        <b className="mono" title={name}>
          {name}
        </b>
      ),
    },
    { key: 'key', head: 'Key', width: '92px', cell: ({ keyPrefix }) => <span className="mono dim">{keyPrefix}…</span> },
    { key: 'can', head: 'Can', width: 'minmax(0, 2fr)', cell: (key) => <Can accessKey={key} /> },
    { key: 'expires', head: 'Expires', width: '132px', cell: ({ expiresAt }) => <Expires at={expiresAt} /> },
    { key: 'used', head: 'Last used', width: '88px', cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} /> },
    {
      key: 'deeds',
      head: <span className="sr">Deeds</span>,
      width: '62px',
      isEnd: true,
      cell: (key) => (
        <Button size="s" kind="quiet" aria-label={`${verbFor(key)} ${key.name}`} onClick={() => onRevoke(key)}>
          {verbFor(key)}
        </Button>
      ),
    },
  ];
}

function Can({ accessKey }: { accessKey: AccessKey }) {
  const { name, isScope, words } = summaryOf(accessKey.scopes);
  const more = [words, ...limitsOf(accessKey)].join(' · ');
  return (
    <span className="cellrow" title={more}>
      <span className={`text-ink whitespace-nowrap ${isScope ? 'mono' : ''}`}>{name}</span>
      <span className="faint small clip">{more}</span>
    </span>
  );
}

function PhoneRow({ accessKey, onOpen, onRevoke }: { accessKey: AccessKey } & Pick<Props, 'onOpen' | 'onRevoke'>) {
  const { name, isScope } = summaryOf(accessKey.scopes);
  return (
    <div className="prow">
      <b className="mono clip">{accessKey.name}</b>
      <span className="meta">
        <span className={isScope ? 'mono' : ''}>{name}</span>
        {limitsOf(accessKey).length > 0 && <span>limited</span>}
        <Expires at={accessKey.expiresAt} />
      </span>
      <span className="ibs">
        <Menu
          align="end"
          trigger={<IconButton label={`More for ${accessKey.name}`} icon={Ellipsis} />}
          items={[
            { label: 'What it can do', run: () => onOpen(accessKey) },
            { label: verbFor(accessKey), run: () => onRevoke(accessKey) },
          ]}
        />
      </span>
    </div>
  );
}

/** An expired key is refused already: what is left of it is its row. */
export function verbFor({ expiresAt }: AccessKey): 'Revoke' | 'Delete' {
  return expiryOf(expiresAt, new Date()) === 'expired' ? 'Delete' : 'Revoke';
}

function limitsOf({ names, environments }: AccessKey): string[] {
  return [names?.join(', '), environments?.join(', ')].filter((words) => words !== undefined).map((w) => `only ${w}`);
}
