// biome-ignore-all lint/a11y/useSemanticElements: rows that are not in sight do not exist, which table elements cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the cursor stands on rows, as in the grid pattern of ARIA
import { Ban } from 'lucide-react';
import type { AuditEvent } from '#shared/audit.ts';
import { formatClock, formatExact } from '#web/lib/format.ts';
import { Icon } from '#web/ui/icon.tsx';
import { ObjectName, Subject } from './subject.tsx';
import type { Who } from './use-who.ts';
import { sentenceOf } from './words.ts';

export type ChainRowProps = { event: AuditEvent; who: Who };

/** One event in a line: when, who, what, to what, from where. */
export function ChainRow({ event, who }: ChainRowProps) {
  const at = new Date(event.at);
  return (
    <>
      <div role="gridcell" className="td">
        <time className="mono dim" dateTime={event.at} title={formatExact(at)}>
          {formatClock(at)}
        </time>
      </div>
      <div role="gridcell" className="td" title={who.name}>
        <WhoName who={who} />
      </div>
      <div role="gridcell" className="td">
        <Did event={event} />
      </div>
      <div role="gridcell" className="td">
        <Subject event={event} />
      </div>
      <div role="gridcell" className="td num" title={event.address ?? undefined}>
        {event.address === null ? (
          <span className="faint small">the server</span>
        ) : (
          <span className="mono dim small">{event.address}</span>
        )}
      </div>
    </>
  );
}

/** The same in two lines, for a phone. */
export function ChainPhoneRow({ event, who }: ChainRowProps) {
  const { tone, verb, kind, many, reason } = sentenceOf(event);
  return (
    <div role="gridcell" className="prow">
      <span className="cellrow">
        <Did event={event} />
        {tone === 'bad' && <span className="verb whitespace-nowrap">{verb}</span>}
        <ObjectName event={event} />
        {many && <span>{many}</span>}
      </span>
      <span className="meta">
        <span className={who.isMono ? 'mono' : ''}>{who.name}</span>
        <span className="clip">{[kind, reason].filter(Boolean).join(', ')}</span>
      </span>
      <time className="ibs text small faint mono" dateTime={event.at}>
        {formatClock(new Date(event.at)).slice(0, 5)}
      </time>
    </div>
  );
}

function WhoName({ who: { name, isMono, isFaint } }: { who: Who }) {
  if (isFaint) return <span className="faint">{name}</span>;
  return isMono ? <span className="mono">{name}</span> : <b>{name}</b>;
}

function Did({ event }: { event: AuditEvent }) {
  const { tone, verb } = sentenceOf(event);
  if (tone !== 'bad') return <span className="verb whitespace-nowrap">{verb}</span>;
  return (
    <span className="flag danger">
      <Icon of={Ban} />
      {event.outcome}
    </span>
  );
}
