import { mkdirSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { openEngine } from './embedded-engine.ts';
import { syncTree } from './sync.ts';

// A thread that builds one database folder and ends.

const folder = String(workerData);
mkdirSync(folder, { mode: 0o700 });
// Without flushes on the way: the folder counts only once it is whole.
const engine = await openEngine(folder, { durable: false });
await engine.close();
syncTree(folder);
