import type { OneTimeCodes } from '#shared/two-factor.ts';
import type { Reveals } from '#web/lib/reveals.ts';
import { createShelf, type Shelf, type ShownCode } from './shelf.ts';

export type CodesDeps = {
  reveals: Reveals;
  /** Each call is recorded as a reveal. */
  fetch: (ids: string[]) => Promise<OneTimeCodes>;
  /** Whether the reader still looks at the page. */
  isInSight: () => boolean;
  /** Hears why a code could not be renewed. */
  onFailure: (error: unknown) => void;
};

export type Codes = {
  subscribe(changed: () => void): () => void;
  get(id: string): ShownCode | null;
  many(): number;
  /** Shows this and the next code of each. Rejects with what kept the server from giving them. */
  show(ids: readonly string[]): Promise<void>;
  mask(id: string): void;
  maskAll(): void;
  /** Begins to renew what is shown; the answer ends that and masks all. */
  attach(): () => void;
};

/** The server gives no more at once. */
const MOST_AT_ONCE = 1000;

type Desk = CodesDeps & {
  shelf: Shelf;
  changed: () => void;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Rises when the page is left: what was asked for before is not shown after. */
  visit: number;
};

/**
 * The codes that are shown: for 30 s in all, renewed as their periods pass. A code that was announced as the next one
 * takes its turn at once; all that change in one moment are then asked for in one recorded call.
 */
export function createCodes(deps: CodesDeps): Codes {
  const listeners = new Set<() => void>();
  const shelf = createShelf(deps.reveals);
  const changed = () => {
    schedule(desk);
    for (const listener of listeners) listener();
  };
  const desk: Desk = { ...deps, shelf, changed, timer: undefined, visit: 0 };
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: shelf.get,
    many: () => shelf.all().length,
    async show(ids) {
      for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
        await give(desk, ids.slice(at, at + MOST_AT_ONCE), () => true);
      }
    },
    mask: shelf.mask,
    maskAll: shelf.maskAll,
    attach: () => attach(desk),
  };
}

function attach(desk: Desk): () => void {
  const unsubscribe = desk.reveals.subscribe(() => {
    if (desk.shelf.forgetMasked()) desk.changed();
  });
  return () => {
    desk.visit++;
    desk.shelf.maskAll();
    unsubscribe();
    clearTimeout(desk.timer);
  };
}

function schedule(desk: Desk): void {
  clearTimeout(desk.timer);
  const all = desk.shelf.all();
  if (all.length === 0) return;
  const next = Math.min(...all.map(([, { endsAt }]) => endsAt));
  desk.timer = setTimeout(() => void renew(desk), next - Date.now());
}

async function renew(desk: Desk): Promise<void> {
  const { shelf } = desk;
  const now = Date.now();
  const due = shelf.all().filter(([, { endsAt }]) => endsAt <= now);
  for (const [id, code] of due) {
    if (code.nextCode === null) shelf.mask(id);
    else shelf.put(id, { ...code, code: code.nextCode, nextCode: null, endsAt: code.endsAt + code.period * 1000 });
  }
  desk.changed();
  const wanted = due.flatMap(([id]) => (shelf.isShown(id) ? [id] : []));
  if (wanted.length > 0) await give(desk, wanted, shelf.isShown).catch(desk.onFailure);
}

async function give(desk: Desk, ids: string[], isWanted: (id: string) => boolean): Promise<void> {
  const { visit } = desk;
  const given = await desk.fetch(ids);
  // Whoever left in the meantime sees nothing when he comes back.
  if (visit !== desk.visit || !desk.isInSight()) return;
  for (const { id, code, nextCode, period, remainingSeconds } of given) {
    if (isWanted(id)) desk.shelf.put(id, { code, nextCode, period, endsAt: Date.now() + remainingSeconds * 1000 });
  }
  desk.changed();
}
