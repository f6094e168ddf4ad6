import { useState } from 'react';
import type { AuditVerdict } from '#shared/audit.ts';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { useTRPCClient } from '#web/trpc.ts';

export type Verified = AuditVerdict & { at: Date };

/** Walks the chain on the server, when asked to. */
export function useVerify() {
  const client = useTRPCClient();
  const [verified, setVerified] = useState<Verified | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    await client.audit.verify
      .mutate({})
      .then((verdict) => setVerified({ ...verdict, at: new Date() }))
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setBusy(false));
  };
  return { verified, failure, isBusy, run };
}
