import { type FormEvent, useState } from 'react';
import { useFreshly } from '#web/layout/fresh-sign-in.tsx';
import { type Failure, failureOf } from '#web/lib/failure.ts';

/**
 * A deed that is done once at a time, past a fresh sign-in where the server asks for one, and keeps what went
 * wrong. Neither what it sends nor what it gets enters a cache: both may be secrets.
 */
export function useDeed<T>(deed: () => Promise<T>, onDone: (result: T) => void) {
  const freshly = useFreshly();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    await freshly(deed)
      .then(onDone)
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setBusy(false));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return { failure, isBusy, run, onSubmit };
}
