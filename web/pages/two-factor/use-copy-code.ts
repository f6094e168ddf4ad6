import { useEffect, useState } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { useTRPCClient } from '#web/trpc.ts';
import { useCopySecret } from '#web/ui/use-copy.ts';
import type { Codes } from './codes.ts';

/** The code in the clipboard: whose it is, and how long it is good for. */
export type CopiedCode = { id: string; endsAt: number; period: number };

/** Copies a code without showing it. One that is shown already is not asked for again: each asking is recorded. */
export function useCopyCode(codes: Codes) {
  const client = useTRPCClient();
  const copySecret = useCopySecret();
  const [copied, setCopied] = useState<CopiedCode | null>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), copied.endsAt - Date.now());
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async ({ id, service, accountName, period }: TwoFactor) => {
    let endsAt = 0;
    const get = async () => {
      const shown = codes.get(id);
      const given = shown ?? (await client.twoFactor.reveal.mutate({ id }));
      endsAt = 'endsAt' in given ? given.endsAt : Date.now() + given.remainingSeconds * 1000;
      return given.code;
    };
    const isDone = await copySecret(get, { name: `${service} code`, ...(accountName ? { detail: accountName } : {}) });
    if (isDone) setCopied({ id, endsAt, period: (period ?? 30) * 1000 });
  };
  const copyNext = async ({ service }: TwoFactor, nextCode: string) => {
    await copySecret(async () => nextCode, { name: `next ${service} code` });
  };
  return { copied, copy, copyNext };
}
