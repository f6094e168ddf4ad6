import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** What a process did to a folder, as the kernel saw it, and what it answered meanwhile. Paths are within the folder. */
export type Deed =
  | { kind: 'write'; path: string; offset: number; bytes: Buffer }
  | { kind: 'truncate'; path: string; size: number }
  | { kind: 'create' | 'remove' | 'folder' | 'sync'; path: string }
  | { kind: 'rename'; path: string; to: string }
  | { kind: 'answer'; requestId: string };

const CALLS =
  'openat,write,writev,pwrite64,pwritev,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir';

/** Whether processes can be watched here. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-f', '-q', '-o', '/dev/null', 'true']).status === 0;
}

/** The program under which a process is watched: it stays the parent's own child, and gets its signals. */
export function tracer(file: string): string[] {
  return [
    'strace',
    '-D',
    '-f',
    '-q',
    '-y',
    '-xx',
    '-s',
    '4194304',
    '-e',
    'signal=none',
    '-e',
    `trace=${CALLS}`,
    '-o',
    file,
  ];
}

/** Reads what a tracer wrote, in order: a deed at the moment it was done, an answer at the moment it began. */
export function deedsIn(file: string, folder: string): Deed[] {
  const begun = new Map<string, string>();
  const deeds: Deed[] = [];
  for (const line of readFileSync(file, 'latin1').split('\n')) {
    const [, pid = '', said = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const isUnfinished = said.endsWith('<unfinished ...>');
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(said);
    const call = resumed === null ? said : `${begun.get(pid)}${resumed[1]}`;
    // What was begun and goes on has been looked at for answers already.
    const answer = resumed === null ? answerIn(said) : null;
    if (answer !== null) deeds.push(answer);
    else if (isUnfinished) begun.set(pid, said.slice(0, -'<unfinished ...>'.length).trimEnd());
    else deeds.push(...deedsOf(call, folder));
  }
  return deeds;
}

// Strings come as `\x48\x54`, paths of descriptors among them.
const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;
const OF_DESCRIPTOR = /^\w+\(\d+<((?:\\x[0-9a-f]{2})*)>/;
const bytesOf = (escaped: string) => Buffer.from(escaped.replaceAll('\\x', ''), 'hex');

const HTTP = [...Buffer.from('HTTP/1.1 ')].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

function answerIn(said: string): Deed | null {
  if (!said.startsWith('write') || !said.includes(`"${HTTP}`)) return null;
  const text = stringsIn(said).join('');
  return { kind: 'answer', requestId: /x-request-id: (\S+)/i.exec(text)?.[1] ?? '' };
}

function stringsIn(call: string): string[] {
  return [...call.matchAll(STRING)].map(([, escaped = '']) => bytesOf(escaped).toString('latin1'));
}

function deedsOf(call: string, folder: string): Deed[] {
  const result = Number(/\) += (-?\d+)[^)]*$/.exec(call)?.[1] ?? -1);
  const name = /^\w+/.exec(call)?.[0] ?? '';
  if (result < 0) return [];
  const [, descriptor = ''] = OF_DESCRIPTOR.exec(call) ?? [];
  const paths = /^(rename|unlink|mkdir|rmdir|openat)/.test(name) ? stringsIn(call) : [bytesOf(descriptor).toString()];
  const [path = '', to = ''] = paths.map((each) => relative(folder, each) || '.');
  if (path.startsWith('..')) return [];
  if (name === 'openat') return opened(call, path);
  if (name === 'fsync' || name === 'fdatasync') return [{ kind: 'sync', path }];
  if (name.startsWith('rename')) return [{ kind: 'rename', path, to }];
  if (/^(unlink|rmdir)/.test(name)) return [{ kind: 'remove', path }];
  if (name.startsWith('mkdir')) return [{ kind: 'folder', path }];
  const last = Number(/(\d+)\) += /.exec(call)?.[1]);
  if (name === 'ftruncate') return [{ kind: 'truncate', path, size: last }];
  // Each write says where, or it could not be done again.
  if (name !== 'pwrite64') throw new Error(`A call that is not understood: ${call.slice(0, 200)}`);
  const [, escaped = ''] = [...call.matchAll(STRING)][0] ?? [];
  return [{ kind: 'write', path, offset: last, bytes: bytesOf(escaped).subarray(0, result) }];
}

function opened(call: string, path: string): Deed[] {
  const created: Deed[] = call.includes('O_CREAT') ? [{ kind: 'create', path }] : [];
  return call.includes('O_TRUNC') ? [...created, { kind: 'truncate', path, size: 0 }] : created;
}
