import type { Entry } from '#shared/entries.ts';
import { useReveals } from '#web/lib/use-reveal.ts';
import { placeOf } from '#web/pages/entries/entry-words.ts';
import { useEntrySecret } from '#web/pages/entries/use-entry-deeds.ts';
import { Ago, Expires } from '#web/ui/ago.tsx';
import { type Column, DataTable } from '#web/ui/data-table.tsx';
import { EnvironmentName } from '#web/ui/environment.tsx';
import type { RowKey } from '#web/ui/row-cursor.ts';
import { useCopySecret } from '#web/ui/use-copy.ts';
import { PhoneRow } from './phone-row.tsx';
import { isFileRow, isGroupRow, nameOf, RowButtons, type RowDeeds, SecretCell, wholeSecret } from './row-cells.tsx';
import type { Row } from './rows.ts';
import { useOpenedRows } from './use-opened-rows.ts';
import { useRowReveals } from './use-row-reveals.ts';

export type EntriesTableProps = {
  entries: readonly Entry[];
  onEdit: (entry: Entry) => void;
  onDuplicate: (entry: Entry) => void;
  onDelete: (entry: Entry) => void;
  /** The key of the row under the cursor at first. */
  startAt?: string | undefined;
};

/** The entries of a category, one a row; a group opens into its fields. */
export function EntriesTable({ entries, onEdit, onDuplicate, onDelete, startAt }: EntriesTableProps) {
  const { rows, isOpened, toggle } = useOpenedRows(entries);
  const { open, download } = useEntrySecret();
  const cellOf = useRowReveals();
  const reveals = useReveals();
  const deeds: RowDeeds = {
    isOpened,
    toggleFields: toggle,
    cellOf,
    textOf: ({ entry, field }) => open(entry.id, field ?? undefined),
    edit: ({ entry }) => onEdit(entry),
    duplicate: ({ entry }) => onDuplicate(entry),
    remove: ({ entry }) => onDelete(entry),
    download: ({ entry }) => void download(entry),
  };
  return (
    <DataTable<Row>
      label="Entries"
      rows={rows}
      keyOf={({ key }) => key}
      columns={columnsFor(entries, deeds)}
      phone={(row) => <PhoneRow row={row} deeds={deeds} />}
      below={(row) => wholeSecret(row, reveals.get(row.key)?.text)}
      isOpened={(row) => reveals.get(row.key) !== null}
      onOpen={(row) => (isGroupRow(row) ? deeds.toggleFields(row) : deeds.edit(row))}
      rowKeys={useKeysFor(deeds)}
      {...(startAt === undefined ? {} : { startAt })}
    />
  );
}

function useKeysFor(deeds: RowDeeds): RowKey<Row>[] {
  const copy = useCopySecret();
  const reveal = (row: Row) => (isGroupRow(row) ? deeds.toggleFields(row) : void deeds.cellOf(row).toggle());
  const whenSet = (run: (row: Row) => void) => (row: Row) => row.isSet && run(row);
  const copyRow = (row: Row) => void copy(() => deeds.textOf(row), { name: nameOf(row), detail: placeOf(row.entry) });
  return [
    { keys: 'c', label: 'copy', hint: true, run: whenSet(copyRow) },
    { keys: 'r', label: 'reveal', hint: true, run: whenSet(reveal) },
    { keys: 'e', label: 'edit', hint: true, run: deeds.edit },
    { keys: 'd', label: 'duplicate', run: deeds.duplicate },
    { keys: 's', label: 'download a file', run: (row) => isFileRow(row) && deeds.download(row) },
    { keys: 'x', label: 'delete', run: deeds.remove },
  ];
}

function columnsFor(entries: readonly Entry[], deeds: RowDeeds): Column<Row>[] {
  const ofEntry = (draw: (entry: Entry) => React.ReactNode) => (row: Row) => row.field === null && draw(row.entry);
  return [
    {
      key: 'project',
      head: 'Project',
      width: `${projectPx(entries)}px`,
      cell: ofEntry(({ name }) => (
        <span className="mono strong" title={name}>
          {name}
        </span>
      )),
    },
    {
      key: 'environment',
      head: 'Environment',
      width: '100px',
      cell: ofEntry(({ environment }) => <EnvironmentName of={environment} />),
    },
    { key: 'secret', head: 'Secret', width: 'minmax(0, 1fr)', cell: (row) => <SecretCell row={row} deeds={deeds} /> },
    { key: 'expires', head: 'Expires', width: '136px', cell: ofEntry(({ expiresAt }) => <Expires at={expiresAt} />) },
    { key: 'updated', head: 'Updated', width: '92px', cell: ofEntry(({ updatedAt }) => <Ago at={updatedAt} />) },
    {
      key: 'deeds',
      head: <span className="sr">Actions</span>,
      width: '84px',
      isEnd: true,
      cell: (row) => <RowButtons row={row} deeds={deeds} />,
    },
  ];
}

/** As wide as the longest name, within bounds: rows that are not drawn cannot say how wide they would be. */
function projectPx(entries: readonly Entry[]): number {
  const longest = entries.reduce((most, { name }) => Math.max(most, name.length), 0);
  return Math.min(260, Math.max(96, Math.ceil(longest * LETTER_PX)));
}
const LETTER_PX = 7.7;
