/** Serialization failure, deadlock, a parent that went away, a twin that was faster (PostgreSQL, appendix A). */
const CONFLICTS = new Set(['40001', '40P01', '23503', '23505']);

/** Whether an error means that another transaction was in the way, so that the same may succeed when it is repeated. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && CONFLICTS.has(error.code);
}
