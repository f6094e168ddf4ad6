import { ChevronDown, ChevronRight, Copy, Download, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { count } from '#web/lib/format.ts';
import type { RevealCell } from '#web/lib/use-reveal.ts';
import { placeOf } from '#web/pages/entries/entry-words.ts';
import { labelOf } from '#web/pages/keys/entries.ts';
import { CopySecretButton } from '#web/ui/copy-button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { LazyMenu } from '#web/ui/lazy-menu.tsx';
import type { MenuItem } from '#web/ui/menu.tsx';
import { RevealButton, Secret } from '#web/ui/secret.tsx';
import type { Row } from './rows.ts';

export type RowDeeds = {
  isOpened: (row: Row) => boolean;
  toggleFields: (row: Row) => void;
  cellOf: (row: Row) => RevealCell;
  textOf: (row: Row) => Promise<string>;
  edit: (row: Row) => void;
  duplicate: (row: Row) => void;
  remove: (row: Row) => void;
  download: (row: Row) => void;
};
export type RowProps = { row: Row; deeds: RowDeeds };

/** What the toast and the buttons call a row's secret. */
export function nameOf({ entry, field }: Row): string {
  return field ?? labelOf(entry);
}

/** A group is opened field by field; it has no one secret to reveal. */
export function isGroupRow({ entry, field }: Row): boolean {
  return field === null && entry.category.keyType === 'group';
}

export function isFileRow({ entry }: Row): boolean {
  return entry.category.keyType === 'ssh' || entry.category.keyType === 'json';
}

/** The secret of a row, or the way to those of a group. */
export function SecretCell({ row, deeds }: RowProps) {
  const { entry, field, isSet } = row;
  const { notes, fileName } = entry;
  const cell = deeds.cellOf(row);
  if (isGroupRow(row)) {
    return (
      <span className="cellrow">
        <FieldsButton row={row} deeds={deeds} />
        <span className="clip faint">{notes}</span>
      </span>
    );
  }
  const aside = field === null ? [fileName, notes].filter((text) => text !== null).join(', ') : '';
  return (
    <span className="cellrow">
      {field !== null && <span className="mono field-name">{field}</span>}
      {isSet ? <Secret cell={cell} /> : <span className="faint">not set</span>}
      {cell.shown === null && <span className="clip faint">{aside}</span>}
    </span>
  );
}

function FieldsButton({ row, deeds }: RowProps) {
  const { fieldDefinitions } = row.entry.category;
  const isOpened = deeds.isOpened(row);
  const words = fieldDefinitions === null ? 'fields' : count(fieldDefinitions.length, 'field');
  return (
    <button
      type="button"
      className="fields-button"
      aria-expanded={isOpened}
      aria-label={`${words} of ${placeOf(row.entry)}`}
      onClick={() => deeds.toggleFields(row)}
    >
      <Icon of={isOpened ? ChevronDown : ChevronRight} small />
      {words}
    </button>
  );
}

/** The whole of what does not fit on one line; `null` of what does. */
export function wholeSecret(row: Row, text: string | undefined) {
  if (text === undefined || (text.length <= ONE_LINE && !text.includes('\n'))) return null;
  return (
    // What scrolls must be within reach of the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className="well code whole-secret" aria-label={`All of ${nameOf(row)}`} tabIndex={0}>
      {text}
    </section>
  );
}
const ONE_LINE = 44;

/** Reveal, copy, and the rest behind the dots. */
export function RowButtons({ row, deeds }: RowProps) {
  const name = `${nameOf(row)} of ${placeOf(row.entry)}`;
  return (
    <span className="ibs">
      {!isGroupRow(row) && row.isSet && <RevealButton cell={deeds.cellOf(row)} name={name} />}
      {row.isSet && <CopySecretButton get={() => deeds.textOf(row)} name={nameOf(row)} detail={placeOf(row.entry)} />}
      {row.field === null && (
        <LazyMenu
          align="end"
          trigger={<IconButton label={`More on ${placeOf(row.entry)}`} icon={Ellipsis} />}
          items={itemsFor(row, deeds)}
        />
      )}
    </span>
  );
}

export function itemsFor(row: Row, deeds: RowDeeds): MenuItem[] {
  const download: MenuItem = { label: 'Download', icon: Download, keys: 's', run: () => deeds.download(row) };
  return [
    { label: 'Edit', icon: Pencil, keys: 'e', run: () => deeds.edit(row) },
    { label: 'Duplicate', icon: Copy, keys: 'd', run: () => deeds.duplicate(row) },
    ...(isFileRow(row) ? [download] : []),
    'rule',
    { label: 'Delete', icon: Trash2, keys: 'x', run: () => deeds.remove(row) },
  ];
}
