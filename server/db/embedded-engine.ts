import { fdatasyncSync } from 'node:fs';
import { type messages, PGlite, protocol } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { sync } from './sync.ts';

/** One SQL text and its parameters, in PostgreSQL's text form or as bytes. */
export type Statement = { sql: string; params: readonly (string | Uint8Array | null)[] };

/** What came back: rows as PostgreSQL's text, each column with the type that says how to read it. */
export type Answer = { columns: Column[]; rows: Row[]; command: string };
export type Column = { name: string; type: number };
export type Row = (string | null)[];

/** A running PGlite. It does one statement at a time: its caller sees to that. */
export type Engine = {
  run(statement: Statement): Promise<Answer>;
  onNotification(heard: (channel: string, payload: string) => void): void;
  close(): Promise<void>;
};

// PGlite's own 128 MB of buffers cost memory and gain nothing: the system caches the same pages.
const SETTINGS = ['shared_buffers=32MB', 'timezone=UTC'];

// Log segments of 1 MB: a new folder is smaller by 15 MB, and no commit waits for 16 MB of zeros.
const INITDB = ['--wal-segsize=1'];

// What PostgreSQL knows as fdatasync is an empty function in PGlite; its fsync can be given a body.
const DURABLE_SETTINGS = ['wal_sync_method=fsync'];

/** Opens a database folder, or builds one where there is none. With `durable`, a commit is on the disk before it is acknowledged. */
export async function openEngine(folder: string, { durable }: { durable: boolean }): Promise<Engine> {
  const settings = durable ? [...SETTINGS, ...DURABLE_SETTINGS] : SETTINGS;
  const switches = PGlite.defaultStartParams.filter((parameter) => parameter !== '-F' || !durable);
  const pg = await PGlite.create({
    fs: durable ? syncingFs(folder) : new NodeFS(folder),
    initDbStartParams: INITDB,
    startParams: [...switches, ...settings.flatMap((setting) => ['-c', setting])],
  });
  return {
    run: async (statement) => answerOf(await pg.execProtocolStream(bytesOf(statement), { syncToFs: false })),
    onNotification: (heard) => void pg.onNotification(heard),
    close: () => pg.close(),
  };
}

type Stream = { node: object; nfd?: number };
type NodeMount = { realPath(node: object): string; stream_ops: { fsync?(stream: Stream): number } };

/**
 * Emscripten's NODEFS comes without fsync, and PostgreSQL takes its silence for success
 * (https://github.com/electric-sql/pglite/issues/1107). Here it gets one, for directories too.
 */
function syncingFs(folder: string): NodeFS {
  const fs = new NodeFS(folder);
  const init = fs.init.bind(fs);
  fs.init = async (pg, options) => {
    const { emscriptenOpts } = await init(pg, options);
    const preRun = emscriptenOpts.preRun ?? [];
    // Emscripten's types say of a file system only that it is one.
    const giving = preRun.concat(({ FS }) => giveFsync(FS.filesystems.NODEFS as unknown as NodeMount));
    return { emscriptenOpts: { ...emscriptenOpts, preRun: giving } };
  };
  return fs;
}

function giveFsync(mount: NodeMount): void {
  mount.stream_ops.fsync = ({ node, nfd }) => {
    if (nfd === undefined) sync(mount.realPath(node));
    else fdatasyncSync(nfd);
    return 0;
  };
}

/**
 * One round of PostgreSQL's protocol instead of the six that PGlite's own `query` makes: a seventh of the time.
 * Without parameters, several statements may stand in one text, as with any driver.
 */
function bytesOf({ sql, params }: Statement): Uint8Array {
  const say = protocol.serialize;
  if (params.length === 0) return say.query(sql);
  const bound = [say.parse({ text: sql }), say.bind({ values: [...params] }), say.describe({ type: 'P' })];
  return Buffer.concat([...bound, say.execute({}), say.sync()]);
}

/** The last statement's answer, if there were several. */
function answerOf(received: readonly messages.BackendMessage[]): Answer {
  let last: Answer = { columns: [], rows: [], command: '' };
  let next = last;
  for (const message of received) {
    if (isRowDescription(message)) next.columns = message.fields.map(columnOf);
    else if (isDataRow(message)) next.rows.push(message.fields);
    else if (isCommandComplete(message)) {
      last = { ...next, command: message.text };
      next = { columns: [], rows: [], command: '' };
    }
  }
  return last;
}

const columnOf = ({ name, dataTypeID }: messages.Field): Column => ({ name, type: dataTypeID });

const isRowDescription = (message: messages.BackendMessage): message is messages.RowDescriptionMessage =>
  message.name === 'rowDescription';
const isDataRow = (message: messages.BackendMessage): message is messages.DataRowMessage => message.name === 'dataRow';
const isCommandComplete = (message: messages.BackendMessage): message is messages.CommandCompleteMessage =>
  message.name === 'commandComplete';
