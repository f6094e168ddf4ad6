import type { AuditEvent } from '#shared/audit.ts';
import { formatExact, formatNumber } from '#web/lib/format.ts';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { ObjectName } from './subject.tsx';
import { useWho } from './use-who.ts';
import { kindName, sentenceOf } from './words.ts';

type Fact = { name: string; value: React.ReactNode };

/** All that the log has of one event, as it is hashed. */
export function EventDialog({ event, onClose }: { event: AuditEvent; onClose: () => void }) {
  const who = useWho()(event.caller);
  const { verb, kind } = sentenceOf(event);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="l"
      title={`Event ${formatNumber(event.sequence)}: ${verb} ${kind}`}
      detail={formatExact(new Date(event.at))}
      cost="Each hash covers the event and the hash before it."
      deeds={<CopyButton text={JSON.stringify(event, null, 2)} label="Copy the event as JSON" />}
    >
      <Facts facts={[...whoFacts(event, who.name), ...whatFacts(event)]} />
      <Facts
        facts={[
          { name: 'Hash before', value: <Mono text={event.previousHash} /> },
          { name: 'Hash', value: <Mono text={event.hash} /> },
        ]}
      />
    </Dialog>
  );
}

function whoFacts({ caller, address, userAgent, requestId }: AuditEvent, name: string): Fact[] {
  return [
    { name: 'Who', value: <Pair text={name} detail={callerWords(caller)} /> },
    { name: 'From', value: <Mono text={address} /> },
    { name: 'With', value: userAgent ?? <None /> },
    { name: 'Request', value: <Mono text={requestId} /> },
  ];
}

function whatFacts(event: AuditEvent): Fact[] {
  const { action, outcome, object, details } = event;
  const { many, reason } = sentenceOf(event);
  return [
    { name: 'Action', value: <Mono text={action} /> },
    { name: 'Outcome', value: reason === null ? outcome : `${outcome}: ${reason}` },
    ...(object === null ? [] : [{ name: 'To', value: <To event={event} /> }]),
    ...(many === null ? [] : [{ name: 'How many', value: many }]),
    ...(details?.ids ? [{ name: 'Ids', value: <Mono text={details.ids.join(' ')} /> }] : []),
  ];
}

function To({ event }: { event: AuditEvent }) {
  return (
    <span className="flex flex-wrap gap-x-2.5">
      {event.object && kindName(event.object.kind)} <ObjectName event={event} />
      <Mono text={event.object?.id ?? null} />
    </span>
  );
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Mono({ text }: { text: string | null }) {
  return text === null ? <None /> : <span className="mono">{text}</span>;
}

function Pair({ text, detail }: { text: string; detail: string }) {
  return (
    <>
      {text} <span className="faint">{detail}</span>
    </>
  );
}

function None() {
  return <span className="faint">not known</span>;
}

function callerWords({ kind, label }: AuditEvent['caller']): string {
  if (kind === 'accessKey') return `access key ${label ?? ''}…`;
  if (kind === 'session') return `signed in as ${label ?? 'someone'}`;
  return kind === 'system' ? 'by itself' : 'not signed in';
}
