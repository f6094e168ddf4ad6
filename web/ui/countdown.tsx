import { useNow } from '#web/lib/now.ts';

export type RingProps = {
  /** How much is left of it, 0 to 1. */
  left: number;
  isSoon?: boolean;
  /** Its diameter in pixels. */
  size?: number;
};

/** A ring that burns down; the seconds stand beside it, so it is for the eye alone. */
export function Ring({ left, isSoon = false, size = 14 }: RingProps) {
  const radius = (size - 3) / 2;
  const around = 2 * Math.PI * radius;
  const circle = { cx: size / 2, cy: size / 2, r: radius };
  return (
    <svg
      className={`countdown ${isSoon ? 'soon' : ''}`}
      width={size}
      height={size}
      viewBox={`0 0 ${size} ${size}`}
      aria-hidden="true"
    >
      <circle className="t" {...circle} />
      <circle
        className="v"
        {...circle}
        strokeDasharray={around}
        strokeDashoffset={around * (1 - Math.max(0, Math.min(1, left)))}
      />
    </svg>
  );
}

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
      <Ring left={leftMs / totalMs} isSoon={leftMs <= soonMs} />
      {words ? `${words} ${seconds} s` : `${seconds} s`}
    </span>
  );
}
