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
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let toasts: readonly Toast[] = [];
  let next = 0;

  const change = (to: readonly Toast[]) => {
    toasts = to;
    for (const listener of listeners) listener();
  };
  const stop = (id: string) => {
    clearTimeout(timers.get(id));
    timers.delete(id);
  };
  const close = (id: string) => {
    stop(id);
    change(toasts.filter((toast) => toast.id !== id));
  };
  const begin = ({ id, isBad, burns }: Toast) => {
    if (burns !== undefined) return;
    timers.set(
      id,
      setTimeout(() => close(id), isBad ? FAILURE_STAYS_MS : STAYS_MS),
    );
  };

  return {
    add(words) {
      next += 1;
      const toast = { ...words, id: `toast-${next}` };
      const kept = [...toasts, toast].slice(-MOST);
      for (const { id } of toasts) if (!kept.some((one) => one.id === id)) stop(id);
      begin(toast);
      change(kept);
      return toast.id;
    },
    close,
    hold() {
      for (const { id } of toasts) stop(id);
    },
    letGo() {
      for (const toast of toasts) begin(toast);
    },
    all: () => toasts,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
