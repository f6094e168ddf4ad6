import type { ReactNode } from 'react';
import { failureOf } from '#web/lib/failure.ts';
import { FailureNote } from './failure-note.tsx';

export type LoadedProps<T> = {
  /** A query, as TanStack gives it. */
  of: { data: T | undefined; error: unknown; refetch: () => Promise<unknown> };
  /** What did not come, when it fails: "The access keys did not load." */
  what: string;
  /** Stands there until it comes. */
  waiting: ReactNode;
  children: (data: T) => ReactNode;
};

/** What a query answers: on its way, failed, or there. What came once stays when a later try fails. */
export function Loaded<T>({ of: query, what, waiting, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return waiting;
  return <FailureNote failure={failureOf(query.error)} what={what} onRetry={() => void query.refetch()} />;
}
