/** What no answer shows but the one that makes it. */
export const ACCESS_KEY = /kagi_[0-9A-Za-z]{43}/;

/** What tells how the server is made inside, in a failure. */
export const INNARDS =
  /node_modules|file:\/\/|\/tmp\/|\.ts:\d|\.js:\d|(\n|\\n)\s+at |\bselect\b.+\bfrom\b|insert into|violates|syntax error|"stack"|Mikro|kysely/i;
