/** How long a revealed secret stays in the page. */
export const REVEAL_MS = 30_000;

/** A secret on the screen: its text, and when it goes. Times are the browser's own, in milliseconds. */
export type Reveal = { text: string; until: number };

export type Reveals = {
  subscribe(changed: () => void): () => void;
  get(key: string): Reveal | null;
  /** How many are revealed, and when the next of them masks itself. */
  summary(): Summary;
  /** Shows a text for 30 s, or until a moment that is given. */
  show(key: string, text: string, until?: number): void;
  mask(key: string): void;
  maskAll(): void;
};
export type Summary = { many: number; until: number };

const NOTHING: Summary = { many: 0, until: 0 };

/** Holds what is revealed, one cell a key, outside of any cache; each masks itself after 30 s. */
export function createReveals(): Reveals {
  const shown = new Map<string, { reveal: Reveal; timer: ReturnType<typeof setTimeout> }>();
  const listeners = new Set<() => void>();
  let summary = NOTHING;

  const changed = () => {
    const untils = [...shown.values()].map(({ reveal }) => reveal.until);
    summary = untils.length === 0 ? NOTHING : { many: untils.length, until: Math.min(...untils) };
    for (const listener of listeners) listener();
  };
  const drop = (key: string) => {
    clearTimeout(shown.get(key)?.timer);
    return shown.delete(key);
  };
  const mask = (key: string) => {
    if (drop(key)) changed();
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: (key) => shown.get(key)?.reveal ?? null,
    summary: () => summary,
    show(key, text, until = Date.now() + REVEAL_MS) {
      drop(key);
      const timer = setTimeout(() => mask(key), until - Date.now());
      shown.set(key, { reveal: { text, until }, timer });
      changed();
    },
    mask,
    maskAll() {
      if (shown.size === 0) return;
      for (const key of [...shown.keys()]) drop(key);
      changed();
    },
  };
}
