/** The database cannot be asked just now; the same request may succeed in a moment. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  // connection_failure: the ORM wraps what it is thrown, and keeps the code alone.
  readonly code = '08006';
}

// Node's codes of a server that is not there, or went away.
const NETWORK = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

// PostgreSQL's: class 08 connection exception, 57P0x shutdown or start, 57014 a statement that took too long or was
// canceled, 55P03 a lock that was not to be had, 25P03 idle in transaction, class 53 no connection, memory or disk
// left, 25006 read only (a standby that nobody has promoted yet).
const SQLSTATE = /^(08\w{3}|57P0[1235]|57014|55P03|25P03|53\w{3}|25006)$/;

// What node-postgres and kysely throw without a code.
const WORDS =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|Query read timeout|Cannot use a pool after calling end|driver has already been destroyed)/;

/** Whether an error means "the database cannot do it now" rather than "the query is wrong". */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (!(error instanceof Error)) return false;
  const { code, syscall } = detailsOf(error);
  // A Unix socket that is gone.
  if (code === 'ENOENT') return syscall === 'connect';
  return NETWORK.test(code) || SQLSTATE.test(code) || WORDS.test(error.message);
}

function detailsOf(error: Error): { code: string; syscall: string } {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { code: text('code' in error && error.code), syscall: text('syscall' in error && error.syscall) };
}
