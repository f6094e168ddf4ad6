/** Seconds after which a copied secret leaves the clipboard. */
export const CLIPBOARD_SECONDS = 45;

export type ClearResult = 'cleared' | 'failed';

/** What the clipboard needs of the browser; a test hands in its own. */
export type Surroundings = {
  write(text: Promise<string>): Promise<void>;
  hasFocus(): boolean;
  onFocus(run: () => void): () => void;
  onCopyByHand(run: () => void): () => void;
  after(ms: number, run: () => void): () => void;
};

export type Clipboard = {
  /** Copies a secret that is still to be got; `onCleared` hears how its end went. Rejects with the getter's error. */
  copy(get: () => Promise<string>, onCleared: (result: ClearResult) => void): Promise<void>;
  /** Empties the clipboard now, if what lies there is ours. */
  clear(): Promise<void>;
};

/**
 * A clipboard that forgets: after 45 s it is emptied if this app has the focus and was the last it saw copying,
 * otherwise when the focus comes back. It is never read: whether another program copied since cannot be known.
 */
export function createClipboard(around: Surroundings): Clipboard {
  let pending: { cancel: () => void; onCleared: (result: ClearResult) => void } | null = null;

  const forget = () => {
    pending?.cancel();
    pending = null;
  };
  const empty = async () => {
    const told = pending?.onCleared;
    forget();
    const isEmpty = await around.write(Promise.resolve('')).then(
      () => true,
      () => false,
    );
    told?.(isEmpty ? 'cleared' : 'failed');
  };

  return {
    async copy(get, onCleared) {
      const text = get();
      // Whoever asked for the text hears of its failure, not of the clipboard's.
      await around.write(text).catch(async (error: unknown) => {
        await text;
        throw error;
      });
      forget();
      pending = { onCleared, cancel: watch(around, { due: () => void empty(), byHand: forget }) };
    },
    async clear() {
      if (pending !== null) await empty();
    },
  };
}

/** Waits for the end of a copied secret: its time, then the focus; or until something else is copied by hand. */
function watch(around: Surroundings, { due, byHand }: { due: () => void; byHand: () => void }): () => void {
  let stop = around.after(CLIPBOARD_SECONDS * 1000, () => {
    if (around.hasFocus()) due();
    else stop = around.onFocus(due);
  });
  const unwatch = around.onCopyByHand(byHand);
  return () => {
    stop();
    unwatch();
  };
}

/** The browser's own clipboard. Handing the promise over keeps the click's permission alive while the secret is got. */
export function browserSurroundings(): Surroundings {
  const listen = (target: EventTarget, names: readonly string[], run: () => void) => {
    for (const name of names) target.addEventListener(name, run);
    return () => {
      for (const name of names) target.removeEventListener(name, run);
    };
  };
  return {
    write: async (text) => {
      if (navigator.clipboard === undefined) throw new Error('Copying needs https, or this machine itself.');
      const item = new ClipboardItem({
        'text/plain': text.then((plain) => new Blob([plain], { type: 'text/plain' })),
      });
      await navigator.clipboard.write([item]);
    },
    hasFocus: () => document.hasFocus(),
    onFocus: (run) => listen(window, ['focus'], run),
    onCopyByHand: (run) => listen(document, ['copy', 'cut'], run),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}
