import { useEffect, useState } from 'react';

/** The present, renewed every so often; `null` stands still. */
export function useNow(everyMs: number | null = 30_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (everyMs === null) return;
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
