import { CircleAlert, RefreshCw } from 'lucide-react';
import { useId } from 'react';
import type { Failure } from '#web/lib/failure.ts';
import { formatClock } from '#web/lib/format.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

export type FailureNoteProps = {
  failure: Failure;
  /** First what did not happen: "Nothing was revealed." Then comes why. */
  what: string;
  onRetry?: () => void;
};

/** A failure in place of what it kept from coming; the rest of the page stays. */
export function FailureNote({ failure, what, onRetry }: FailureNoteProps) {
  const id = useId();
  return (
    <div className="note bad failure" role="alert" aria-labelledby={id}>
      <Icon of={CircleAlert} />
      <div className="min-w-0">
        <b className="title" id={id}>
          {what}
        </b>
        <p>{failure.message}</p>
        {failure.issues.map(({ path, message }) => (
          <p key={path}>
            <span className="mono">{path}</span>: {message}
          </p>
        ))}
        <p className="traces">
          <span className="mono">{failure.code}</span>
          {failure.status !== null && <span className="mono">{failure.status}</span>}
          {failure.requestId !== null && (
            <span>
              request <span className="mono">{failure.requestId}</span>
            </span>
          )}
          <span>{formatClock(failure.at)}</span>
        </p>
      </div>
      {onRetry && (
        <div className="acts">
          <Button icon={RefreshCw} onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}
