/** Words at the foot of the window. */
export type Toast = {
  id: string;
  title: string;
  /** In mono after the title. */
  name?: string;
  detail?: string;
  /** What did not happen. */
  isBad?: boolean;
  /** Burns down until this moment, in milliseconds since 1970; then it goes by whoever lit it. */
  burns?: { until: number; totalMs: number; words: (seconds: number) => string };
  act?: { label: string; run: () => void };
};

export type ToastList = {
  /** Shows one for a while; what burns stays until it is closed. */
  add(toast: Omit<Toast, 'id'>): string;
  close(id: string): void;
  /** Nothing goes while the reader is at it. */
  hold(): void;
  letGo(): void;
  all(): readonly Toast[];
  subscribe(changed: () => void): () => void;
};

const STAYS_MS = 5000;
const FAILURE_STAYS_MS = 12_000;
const MOST = 3;

export function createToastList(): ToastList {
  const listeners = new Set<() => void>();
  let toasts: readonly Toast[] = [];
  let next = 0;

  const change = (to: readonly Toast[]) => {
    toasts = to;
    for (const listener of listeners) listener();
  };
  const close = (id: string) => {
    timers.stop(id);
    change(toasts.filter((toast) => toast.id !== id));
  };
  const timers = createTimers(close);

  return {
    add(words) {
      next += 1;
      const toast = { ...words, id: `toast-${next}` };
      for (const { id } of toasts.slice(0, Math.max(0, toasts.length + 1 - MOST))) timers.stop(id);
      timers.begin(toast);
      change([...toasts, toast].slice(-MOST));
      return toast.id;
    },
    close,
    hold() {
      for (const { id } of toasts) timers.stop(id);
    },
    letGo() {
      for (const toast of toasts) timers.begin(toast);
    },
    all: () => toasts,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** When each goes by itself; what burns never does. */
function createTimers(close: (id: string) => void) {
  const running = new Map<string, ReturnType<typeof setTimeout>>();
  const stop = (id: string) => {
    clearTimeout(running.get(id));
    running.delete(id);
  };
  const begin = ({ id, isBad, burns }: Toast) => {
    stop(id);
    if (burns !== undefined) return;
    running.set(
      id,
      setTimeout(() => close(id), isBad ? FAILURE_STAYS_MS : STAYS_MS),
    );
  };
  return { begin, stop };
}
