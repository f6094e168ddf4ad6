import { ChevronDown, ChevronUp } from 'lucide-react';
import { REVEAL_MS } from '#web/lib/reveals.ts';
import { placeOf } from '#web/pages/entries/entry-words.ts';
import { Expires } from '#web/ui/ago.tsx';
import { CopySecretButton } from '#web/ui/copy-button.tsx';
import { Countdown } from '#web/ui/countdown.tsx';
import { EnvironmentName } from '#web/ui/environment.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { LazyMenu } from '#web/ui/lazy-menu.tsx';
import { Mask, RevealButton } from '#web/ui/secret.tsx';
import { isGroupRow, itemsFor, nameOf, type RowProps } from './row-cells.tsx';

/** A row in two lines; its name opens what else can be done with it. */
export function PhoneRow({ row, deeds }: RowProps) {
  const { entry, field, isSet } = row;
  const { shown, failure } = deeds.cellOf(row);
  return (
    <div className="prow">
      {field === null ? (
        <LazyMenu
          trigger={
            <button type="button" className="row-name mono strong clip" aria-label={`More on ${placeOf(entry)}`}>
              {entry.name}
            </button>
          }
          items={itemsFor(row, deeds)}
        />
      ) : (
        <span className="mono clip">{field}</span>
      )}
      <span className="meta">
        {field === null && <EnvironmentName of={entry.environment} />}
        {field === null && entry.expiresAt !== null && <Expires at={entry.expiresAt} />}
        {field !== null && !isSet && 'not set'}
        {field !== null && isSet && shown === null && <Mask />}
      </span>
      <PhoneButtons row={row} deeds={deeds} />
      {failure !== null && <span className="open danger">{failure.message}</span>}
      {shown !== null && <span className="open whitespace-pre-wrap!">{shown.text}</span>}
      {shown !== null && <Countdown until={shown.until} totalMs={REVEAL_MS} words="masks in" />}
    </div>
  );
}

function PhoneButtons({ row, deeds }: RowProps) {
  const isOpened = deeds.isOpened(row);
  const place = placeOf(row.entry);
  return (
    <span className="ibs">
      {isGroupRow(row) && (
        <IconButton
          label={`Fields of ${place}`}
          icon={isOpened ? ChevronUp : ChevronDown}
          aria-expanded={isOpened}
          onClick={() => deeds.toggleFields(row)}
        />
      )}
      {!isGroupRow(row) && row.isSet && <RevealButton cell={deeds.cellOf(row)} name={`${nameOf(row)} of ${place}`} />}
      {row.isSet && <CopySecretButton get={() => deeds.textOf(row)} name={nameOf(row)} detail={place} />}
    </span>
  );
}
