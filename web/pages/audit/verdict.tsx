import { CircleAlert, ShieldCheck } from 'lucide-react';
import { count, formatClock, formatNumber } from '#web/lib/format.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Note } from '#web/ui/note.tsx';
import type { Verified } from './use-verify.ts';

/** Whether the chain is whole, and up to where it was walked. */
export function Verdict({ verified }: { verified: Verified | null }) {
  return (
    <span className="verify" role="status">
      {verified && <Words verified={verified} />}
    </span>
  );
}

function Words({ verified: { events, head, brokenAt, at } }: { verified: Verified }) {
  if (brokenAt !== null) {
    return (
      <span className="flag danger">
        <Icon of={CircleAlert} />
        Chain broken at event {formatNumber(brokenAt)}
      </span>
    );
  }
  return (
    <>
      <span className="flag ok">
        <Icon of={ShieldCheck} />
        Chain whole
      </span>
      <span className="faint small">
        {count(events, 'event')}, {head && <Head hash={head} />} {formatClock(at).slice(0, 5)}
      </span>
    </>
  );
}

function Head({ hash }: { hash: string }) {
  return (
    <>
      head{' '}
      <span className="mono" title={hash}>
        {hash.slice(0, 4)}…{hash.slice(-4)}
      </span>
      ,
    </>
  );
}

/** What a break means, and what to do now. */
export function BrokenNote({ brokenAt, whole }: { brokenAt: number; whole: number }) {
  return (
    <Note icon={CircleAlert} kind="bad">
      <b className="title">The chain breaks at event {formatNumber(brokenAt)}.</b>{' '}
      {whole === 0
        ? 'No event before it proves anything.'
        : `The ${count(whole, 'event')} before it are as they were written.`}{' '}
      From there on something was changed, taken out or put in past the server. Keep the database as it is, and compare
      it with a backup and with the checkpoints in the server’s log: <span className="mono">audit checkpoint</span>{' '}
      lines say how the chain stood, minute by minute.
    </Note>
  );
}
