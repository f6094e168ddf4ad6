import { CircleAlert, Clock } from 'lucide-react';
import { expiryOf } from '#web/lib/expiry.ts';
import { formatExact, relative } from '#web/lib/format.ts';
import { useNow } from '#web/lib/now.ts';
import { Icon } from './icon.tsx';

/** A moment, relative, with the exact one on hover; `null` says "never". */
export function Ago({ at, none = 'never' }: { at: string | null; none?: string }) {
  const now = useNow();
  if (at === null) return <span className="faint">{none}</span>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={formatExact(date)}>
      {relative(date, now)}
    </time>
  );
}

/** When something expires, with its flag where that is soon or past. */
export function Expires({ at }: { at: string | null }) {
  const now = useNow();
  const state = expiryOf(at, now);
  if (at === null) return <span className="faint">no date</span>;
  if (state === 'later') return <Ago at={at} />;
  const words = relative(new Date(at), now);
  return (
    <time className={`flag ${state === 'expired' ? 'danger' : 'soon'}`} dateTime={at} title={formatExact(new Date(at))}>
      <Icon of={state === 'expired' ? CircleAlert : Clock} />
      {state === 'expired' ? `expired ${words}` : words}
    </time>
  );
}
