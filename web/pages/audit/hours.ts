const HOUR_MS = 60 * 60 * 1000;
/** How far the picture reaches back. */
export const HOURS = 72;

export type Hours = {
  /** Events of each hour, the running one last. */
  values: number[];
  /** When the first of these hours began. */
  from: Date;
};

/** The beginning of the hours that are drawn: whole hours, so that asking again asks the same. */
export function hoursSince(now: Date): Date {
  return new Date(startOfHour(now) - (HOURS - 1) * HOUR_MS);
}

/**
 * Counts moments by the hour. Where the answer was cut off (`isCut`), its oldest hour is not whole, and
 * neither it nor what lies before is drawn.
 */
export function countHours(moments: readonly Date[], now: Date, isCut: boolean): Hours {
  const oldest = moments.at(-1);
  const whole = isCut && oldest !== undefined ? startOfHour(oldest) + HOUR_MS : 0;
  const from = Math.max(hoursSince(now).getTime(), Math.min(whole, startOfHour(now)));
  const values = Array.from({ length: (startOfHour(now) - from) / HOUR_MS + 1 }, () => 0);
  for (const at of moments) {
    const hour = Math.floor((at.getTime() - from) / HOUR_MS);
    if (hour >= 0 && hour < values.length) values[hour] = (values[hour] ?? 0) + 1;
  }
  return { values, from: new Date(from) };
}

/** Where days begin within the hours, as parts of the whole from 0 to 1. */
export function midnights({ values, from }: Hours): { at: Date; part: number }[] {
  const starts = values.map((_, hour) => new Date(from.getTime() + hour * HOUR_MS));
  return starts.flatMap((at, hour) => (at.getHours() === 0 ? [{ at, part: hour / values.length }] : []));
}

/** Whole hours of the reader's zone, some of which stand half an hour off the others. */
function startOfHour(at: Date): number {
  return new Date(at).setMinutes(0, 0, 0);
}
