import { Toast } from '@base-ui/react/toast';
import { Check, CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

type Extra = { name?: string; fuseMs?: number; act?: { label: string; run: () => void } };

export type Toasts = {
  /** "Saved". `name` is shown in mono after it. */
  done: (title: string, more?: { name?: string; detail?: string; act?: Extra['act'] }) => string;
  /** What did not happen; the sentence of the failure says why. */
  failed: (title: string, error: unknown) => string;
  /** As `done`, and it burns down until `fuseMs` have passed. */
  burning: (
    title: string,
    more: { name: string; detail: string; fuseMs: number; act: NonNullable<Extra['act']> },
  ) => string;
  close: (id: string) => void;
};

const STAYS_MS = 5000;
const FAILURE_STAYS_MS = 12_000;

/** Says what was done, at the foot of the window. */
export function useToasts(): Toasts {
  const manager = Toast.useToastManager<Extra>();
  return {
    done: (title, { name, detail, act } = {}) =>
      manager.add({
        title,
        ...(detail === undefined ? {} : { description: detail }),
        timeout: STAYS_MS,
        data: { ...(name === undefined ? {} : { name }), ...(act ? { act } : {}) },
      }),
    failed: (title, error) => {
      const { message }: Failure = failureOf(error);
      return manager.add({ title, description: message, type: 'bad', priority: 'high', timeout: FAILURE_STAYS_MS });
    },
    burning: (title, { name, detail, fuseMs, act }) =>
      manager.add({ title, description: detail, timeout: 0, data: { name, fuseMs, act } }),
    close: (id) => manager.close(id),
  };
}

/** Stands once, around the app. */
export function Toaster({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts, close } = Toast.useToastManager<Extra>();
  return toasts.map((toast) => {
    const { name, fuseMs, act } = toast.data ?? {};
    const isBad = toast.type === 'bad';
    return (
      <Toast.Root key={toast.id} toast={toast} className={`pop toast ${isBad ? 'bad' : ''}`}>
        <Icon of={isBad ? CircleAlert : Check} />
        <Toast.Title render={<div className="clip" />}>
          {toast.title} {name && <b className="mono">{name}</b>}
        </Toast.Title>
        {act ? (
          <Button kind="quiet" size="s" onClick={act.run}>
            {act.label}
          </Button>
        ) : (
          <Button kind="quiet" size="s" onClick={() => close(toast.id)}>
            Dismiss
          </Button>
        )}
        <Toast.Description />
        {fuseMs !== undefined && <span className="fuse" style={{ animationDuration: `${fuseMs}ms` }} />}
      </Toast.Root>
    );
  });
}
