import { useEffect, useState } from 'react';
import type { Environment } from '#shared/entries.ts';
import type { ImportResult } from '#shared/imports.ts';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { useTRPCClient } from '#web/trpc.ts';

export type Place = { name: string; environment: Environment };
export type Preview = { text: string; place: Place; result: ImportResult };

const SETTLE_MS = 250;

/** What the server would do with a text at a place. The text holds secrets, so no cache may see it. */
export function usePreview(text: string, place: Place) {
  const client = useTRPCClient();
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isEmpty = text.trim() === '' || place.name.trim() === '';
  useEffect(() => {
    setFailure(null);
    if (isEmpty) return;
    let isCurrent = true;
    const ask = async () => {
      try {
        const result = await client.entries.import.mutate({ text, ...place, mode: 'preview' });
        if (isCurrent) setPreview({ text, place, result });
      } catch (error) {
        if (isCurrent) setFailure(failureOf(error));
      }
    };
    const timer = setTimeout(() => void ask(), SETTLE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, text, place, isEmpty]);
  // What was said of another place or text stays in sight until the next answer, but nothing may be done with it.
  const isCurrent = preview !== null && preview.text === text && preview.place === place;
  return { result: isEmpty ? null : (preview?.result ?? null), isCurrent, failure };
}
