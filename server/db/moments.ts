/** `timestamptz`, by its number in pg_type. */
export const MOMENT_TYPE = 1184;

/**
 * Reads PostgreSQL's `2026-01-31 12:00:00.5+00`. The session's zone is UTC. As ISO 8601, since `Date` takes
 * year 1 in that other form for 2001.
 */
export function momentOf(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}:00`);
}
