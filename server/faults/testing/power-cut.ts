import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Deed } from './disk-trace.ts';

type OnFiles = Exclude<Deed, { kind: 'answer' }>;
type Placed = { deed: OnFiles; file: number };

const SECTOR = 512;

/**
 * Does to a folder what a disk may have kept of these deeds when its power went: all that was flushed, and of the
 * rest whatever it likes. Names are kept in order, as journals of file systems do; bytes in none, and of one write
 * some sectors only. `luck` is the chance of a write that was not flushed.
 */
export function leaveAfterPowerCut(folder: string, deeds: readonly Deed[], luck: number): void {
  const placed = placesOf(deeds);
  const flushedAt = lastFlushes(placed);
  const namesEnd = endOfNames(placed, flushedAt);
  // Where a file is on the crashed disk, whose renames may lag behind.
  const places = new Map<number, string>();
  for (const [index, { deed, file }] of placed.entries()) {
    if (!places.has(file)) places.set(file, join(folder, deed.path));
    const place = places.get(file) ?? '';
    if (deed.kind === 'sync') continue;
    if (deed.kind === 'write') {
      const isFlushed = index < (flushedAt.get(file) ?? -1);
      if (existsSync(place)) keepOf(place, deed, isFlushed ? 1 : luck);
    } else if (index < namesEnd) places.set(file, rename(folder, place, deed));
  }
}

/** Tells files apart by more than their names, which change. */
function placesOf(deeds: readonly Deed[]): Placed[] {
  const files = new Map<string, number>();
  let made = 0;
  const numberOf = (path: string) => {
    const number = files.get(path) ?? made++;
    files.set(path, number);
    return number;
  };
  return deeds.flatMap((deed) => {
    if (deed.kind === 'answer') return [];
    const file = numberOf(deed.path);
    if (deed.kind === 'rename') files.set(deed.to, file);
    if (deed.kind === 'rename' || deed.kind === 'remove') files.delete(deed.path);
    return [{ deed, file }];
  });
}

function lastFlushes(placed: readonly Placed[]): Map<number, number> {
  return new Map(placed.flatMap(({ deed, file }, index) => (deed.kind === 'sync' ? [[file, index]] : [])));
}

/** Up to where changes of names and lengths were kept: at least to the last that was flushed, with the file or its folder. */
function endOfNames(placed: readonly Placed[], flushedAt: Map<number, number>): number {
  const folders = new Map(placed.flatMap(({ deed, file }) => (deed.kind === 'sync' ? [[deed.path, file]] : [])));
  const least = placed.findLastIndex(({ deed, file }, index) => {
    if (deed.kind === 'sync' || deed.kind === 'write') return false;
    const parent = folders.get(dirname(deed.kind === 'rename' ? deed.to : deed.path)) ?? -1;
    return index < Math.max(flushedAt.get(file) ?? -1, flushedAt.get(parent) ?? -1);
  });
  return least + 1 + Math.floor(Math.random() * (placed.length - least));
}

/** @returns where the file is then. */
function rename(folder: string, place: string, deed: Exclude<OnFiles, { kind: 'write' | 'sync' }>): string {
  if (deed.kind === 'folder') mkdirSync(place, { recursive: true });
  else if (deed.kind === 'remove') rmSync(place, { recursive: true, force: true });
  else if (deed.kind === 'rename') {
    const to = join(folder, deed.to);
    renameSync(place, to);
    return to;
  } else
    withFile(
      place,
      deed.kind === 'create' ? 'a' : 'r+',
      (fd) => deed.kind === 'truncate' && ftruncateSync(fd, deed.size),
    );
  return place;
}

function keepOf(place: string, { offset, bytes }: Extract<Deed, { kind: 'write' }>, luck: number): void {
  const isWhole = luck === 1 || Math.random() < 0.5;
  if (isWhole && Math.random() >= luck) return;
  withFile(place, 'r+', (fd) => {
    if (isWhole) writeSync(fd, bytes, 0, bytes.length, offset);
    else
      for (let at = 0; at < bytes.length; at += SECTOR) {
        const length = Math.min(SECTOR, bytes.length - at);
        if (Math.random() < luck) writeSync(fd, bytes, at, length, offset + at);
      }
  });
}

function withFile(path: string, flags: string, work: (fd: number) => unknown): void {
  const fd = openSync(path, flags);
  try {
    work(fd);
  } finally {
    closeSync(fd);
  }
}
