import { type FormEvent, useState } from 'react';
import { type Failure, failureOf } from './failure.ts';

/** A form that sends once at a time and keeps what went wrong. */
export function useSend(send: () => Promise<void>) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    await send().catch((error: unknown) => {
      setFailure(failureOf(error));
      setBusy(false);
    });
  };
  return { failure, isBusy, onSubmit };
}
