import { lockFolder } from '#server/db/embedded-lock.ts';

// A process that locks the file it is given, says so, and stays.

const lock = lockFolder(process.argv[2] ?? '');
console.log('locked');
setInterval(() => lock, 60_000);
