import type { Reveals } from '#web/lib/reveals.ts';

/** A code on the screen. `endsAt` in milliseconds of the browser's clock; no next one: it was not to be had. */
export type ShownCode = { code: string; nextCode: string | null; period: number; endsAt: number };

export type Shelf = {
  get(id: string): ShownCode | null;
  all(): [string, ShownCode][];
  isShown(id: string): boolean;
  put(id: string, code: ShownCode): void;
  mask(id: string): void;
  maskAll(): void;
  /** Lets go of what was masked elsewhere; says whether there was any. */
  forgetMasked(): boolean;
};

export const codeCell = (id: string): string => `two-factor:${id}`;

/** Keeps beside each revealed cell what a code has besides its digits, and no longer than the cell is revealed. */
export function createShelf(reveals: Reveals): Shelf {
  const shown = new Map<string, ShownCode>();
  const isShown = (id: string) => reveals.get(codeCell(id)) !== null;
  const mask = (id: string) => reveals.mask(codeCell(id));
  return {
    get: (id) => shown.get(id) ?? null,
    all: () => [...shown],
    isShown,
    put(id, code) {
      // A renewed code does not stay longer than the one that was asked for.
      reveals.show(codeCell(id), code.code, reveals.get(codeCell(id))?.until);
      shown.set(id, code);
    },
    mask,
    maskAll() {
      for (const id of [...shown.keys()]) mask(id);
    },
    forgetMasked() {
      const gone = [...shown.keys()].filter((id) => !isShown(id));
      for (const id of gone) shown.delete(id);
      return gone.length > 0;
    },
  };
}
