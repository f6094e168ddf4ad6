const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONTH = 30.44 * DAY;
const YEAR = 365.25 * DAY;

const number = new Intl.NumberFormat('en-US');
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** 12408 → "12,408". */
export const formatNumber = (value: number): string => number.format(value);

/** "24 Nov 2026, 12:14:08", in the reader's zone. */
export const formatExact = (at: Date): string => exact.format(at);

/** "12:14:08". */
export const formatClock = (at: Date): string => clock.format(at);

/** "22 Feb 2027". */
export const formatDate = (at: Date): string => date.format(at);

/** "Tuesday 24 November 2026". */
export const formatDay = (at: Date): string => weekday.format(at);

/** 1 entry, 2 entries, 12,408 entries. */
export function count(many: number, one: string, more = `${one}s`): string {
  return `${formatNumber(many)} ${many === 1 ? one : more}`;
}

/** 1432 bytes → "1.4 kB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** "4 min ago", "yesterday", "in 12 days", up to a year and beyond in years. */
export function relative(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const size = Math.abs(ms);
  // What was made a moment ago may lie ahead of a clock that is renewed only now and then.
  if (size < MINUTE) return 'just now';
  if (size < DAY) return placed(ms, size < HOUR ? `${Math.floor(size / MINUTE)} min` : `${Math.floor(size / HOUR)} h`);
  const days = Math.round(size / DAY);
  if (days === 1) return ms > 0 ? 'tomorrow' : 'yesterday';
  return placed(ms, long(size, days));
}

/** Of one who left it behind: "now", "12 min", "3 h", "6 d", "3 w", "2 mo", "1 y". For cells of a matrix alone. */
export function shortAge(at: Date, now: Date): string {
  const size = Math.max(0, now.getTime() - at.getTime());
  if (size < MINUTE) return 'now';
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`;
  if (size < DAY) return `${Math.floor(size / HOUR)} h`;
  if (size < 14 * DAY) return `${Math.floor(size / DAY)} d`;
  if (size < 2 * MONTH) return `${Math.floor(size / WEEK)} w`;
  return size < YEAR ? `${Math.floor(size / MONTH)} mo` : `${Math.floor(size / YEAR)} y`;
}

function long(size: number, days: number): string {
  if (days < 35) return `${days} days`;
  if (size < 2 * MONTH) return `${Math.round(size / WEEK)} weeks`;
  if (size < YEAR) return `${Math.round(size / MONTH)} months`;
  return count(Math.round(size / YEAR), 'year');
}

function placed(ms: number, words: string): string {
  return ms > 0 ? `in ${words}` : `${words} ago`;
}
