import { useState } from 'react';
import type { AuditEvent } from '#shared/audit.ts';
import { count } from '#web/lib/format.ts';
import { downloadText } from '#web/lib/text-file.ts';
import { type Client, useTRPCClient } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import { type AuditInput, type Filters, inputOf } from './filters.ts';

const PAGE = 1000;
const FILE = 'kagi-audit.jsonl';

/** The events that fit as a file, one JSON object a line, newest first: with their hashes, to be checked elsewhere. */
export function useExport(filters: Filters) {
  const [client, toasts] = [useTRPCClient(), useToasts()];
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      const events = await fetchAll(client, inputOf(filters));
      downloadText(events.map((event) => `${JSON.stringify(event)}\n`).join(''), FILE);
      toasts.done('Exported', { name: FILE, detail: count(events.length, 'event') });
    } catch (error) {
      toasts.failed('The log was not exported', error);
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, run };
}

async function fetchAll(client: Client, input: AuditInput): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (;;) {
    const cursor = events.at(-1)?.id;
    const page = await client.audit.list.query({ ...input, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    events.push(...page);
    if (page.length < PAGE) return events;
  }
}
