import { useQuery } from '@tanstack/react-query';
import type { AuditEvent } from '#shared/audit.ts';
import { useTRPC } from '#web/trpc.ts';
import { EnvironmentName } from '#web/ui/environment.tsx';
import { sentenceOf } from './words.ts';

/** Kinds whose rows have a name while they exist. */
const NAMED = new Set(['category', 'entry', 'two-factor', 'env-project', 'env-file', 'access-key', 'account']);

/** Names that are typed somewhere, not said. */
const MONO = new Set(['env-project', 'env-file', 'access-key']);

/** To what it was done: the kind in words, then the name it has today. */
export function Subject({ event }: { event: AuditEvent }) {
  const { kind, verb, many, reason, tone } = sentenceOf(event);
  const what = tone === 'bad' ? `${verb} ${kind}`.trim() : kind;
  return (
    <span className="cellrow">
      {what !== '' && <span className="faint whitespace-nowrap">{what}</span>}
      <ObjectName event={event} />
      {many && <span className="text-ink whitespace-nowrap">{many}</span>}
      {reason && <span className="text-ink clip">{reason}</span>}
    </span>
  );
}

/** What the object is called; empty where it has no name. */
export function ObjectName({ event: { action, object } }: { event: Pick<AuditEvent, 'action' | 'object'> }) {
  if (object === null || object.id === null || !NAMED.has(object.kind)) return null;
  if (object.label === null) return isEnding(action) ? null : <span className="faint">no longer there</span>;
  if (object.kind === 'entry') return <EntryName id={object.id} project={object.label} />;
  if (object.kind === 'account') return null;
  return (
    <span className={`clip text-ink ${MONO.has(object.kind) ? 'mono' : ''}`} title={object.label}>
      {object.label}
    </span>
  );
}

/** An event names an entry by its project alone; the variable is asked for of those in sight. */
function EntryName({ id, project }: { id: string; project: string }) {
  const trpc = useTRPC();
  const { data: entry } = useQuery(
    trpc.entries.get.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY, retry: false }),
  );
  if (entry === undefined) return <span className="mono clip text-ink">{project}</span>;
  const name = entry.category.envVarName ?? entry.category.name;
  return (
    <>
      <span className={`clip text-ink ${entry.category.envVarName === null ? '' : 'mono'}`} title={name}>
        {name}
      </span>
      <EnvironmentName of={entry.environment} project={project} />
    </>
  );
}

function isEnding(action: string): boolean {
  return action.endsWith('.delete') || action.endsWith('.revoke');
}
