import { useEffect, useState } from 'react';
import type { Environment } from '#shared/entries.ts';
import type { ImportResult } from '#shared/imports.ts';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { useTRPCClient } from '#web/trpc.ts';

export type Place = { name: string; environment: Environment };

const SETTLE_MS = 250;

/** What the server would do with a text at a place. The text holds secrets, so no cache may see it. */
export function usePreview(text: string, { name, environment }: Place) {
  const client = useTRPCClient();
  const [result, setResult] = useState<ImportResult | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    if (name.trim() === '' || text.trim() === '') return setResult(null);
    let isCurrent = true;
    const timer = setTimeout(async () => {
      try {
        const next = await client.entries.import.mutate({ text, name, environment, mode: 'preview' });
        if (!isCurrent) return;
        setResult(next);
        setFailure(null);
      } catch (error) {
        if (isCurrent) setFailure(failureOf(error));
      }
    }, SETTLE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, text, name, environment]);
  return { result, failure };
}
