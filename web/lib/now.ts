import { useEffect, useRef, useState } from 'react';

/** The present, renewed every so often; `null` stands still. */
export function useNow(everyMs: number | null = 30_000): Date {
  const [now, setNow] = useState(() => new Date());
  const paceAtFirst = useRef(everyMs);
  useEffect(() => {
    if (everyMs === null) return;
    // What was just drawn shows the present already; drawing it twice is what costs most in a long list.
    if (paceAtFirst.current !== everyMs) setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
