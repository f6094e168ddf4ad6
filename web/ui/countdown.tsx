import { useNow } from '#web/lib/now.ts';

const RADIUS = 5.5;
const AROUND = 2 * Math.PI * RADIUS;

export type CountdownProps = {
  /** Milliseconds since 1970 at which it ends. */
  until: number;
  totalMs: number;
  /** What happens then: "masks in". Without it only the seconds stand there. */
  words?: string;
  /** Ochre from here on. */
  soonMs?: number;
};

/** A ring that burns down, and the seconds left. It steps once a second. */
export function Countdown({ until, totalMs, words, soonMs = 0 }: CountdownProps) {
  const now = useNow(1000).getTime();
  const leftMs = Math.max(0, until - now);
  const seconds = Math.ceil(leftMs / 1000);
  return (
    <span className="left">
      <svg
        className={`countdown ${leftMs <= soonMs ? 'soon' : ''}`}
        width="14"
        height="14"
        viewBox="0 0 14 14"
        aria-hidden="true"
      >
        <circle className="t" cx="7" cy="7" r={RADIUS} />
        <circle
          className="v"
          cx="7"
          cy="7"
          r={RADIUS}
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - Math.min(1, leftMs / totalMs))}
        />
      </svg>
      {words ? `${words} ${seconds} s` : `${seconds} s`}
    </span>
  );
}
