import { Check, CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, use, useState, useSyncExternalStore } from 'react';
import { failureOf } from '#web/lib/failure.ts';
import { useNow } from '#web/lib/now.ts';
import { createToastList, type Toast, type ToastList } from '#web/lib/toast-list.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

const ToastContext = createContext<ToastList | null>(null);

export type Toasts = {
  /** "Saved". `name` is shown in mono after it. */
  done: (title: string, more?: Pick<Toast, 'name' | 'detail' | 'act'>) => string;
  /** What did not happen; the sentence of the failure says why. */
  failed: (title: string, error: unknown) => string;
  /** As `done`, and it burns down; whoever lit it closes it. */
  burning: (title: string, more: Required<Omit<Toast, 'id' | 'title' | 'isBad'>>) => string;
  close: (id: string) => void;
};

/** Says what was done, at the foot of the window. */
export function useToasts(): Toasts {
  const list = use(ToastContext);
  if (list === null) throw new Error('No Toaster above.');
  return {
    done: (title, more = {}) => list.add({ title, ...more }),
    failed: (title, error) => list.add({ title, detail: failureOf(error).message, isBad: true }),
    burning: (title, more) => list.add({ title, ...more }),
    close: list.close,
  };
}

/** Stands once, around the app. */
export function Toaster({ children }: { children: ReactNode }) {
  const [list] = useState(createToastList);
  return (
    <ToastContext value={list}>
      {children}
      <Foot list={list} />
    </ToastContext>
  );
}

function Foot({ list }: { list: ToastList }) {
  const toasts = useSyncExternalStore(list.subscribe, list.all);
  return (
    <section
      aria-label="Messages"
      className="toasts"
      onPointerEnter={list.hold}
      onPointerLeave={list.letGo}
      onFocus={list.hold}
      onBlur={list.letGo}
    >
      <ol aria-live="polite" className="grid gap-2">
        {toasts.map((toast) => (
          <Words key={toast.id} toast={toast} onDismiss={() => list.close(toast.id)} />
        ))}
      </ol>
    </section>
  );
}

function Words({ toast, onDismiss }: { toast: Toast; onDismiss: () => void }) {
  const { title, name, detail, isBad = false, burns, act } = toast;
  return (
    <li className={`pop toast ${isBad ? 'bad' : ''}`}>
      <Icon of={isBad ? CircleAlert : Check} />
      <div className="clip" role={isBad ? 'alert' : undefined}>
        {title} {name && <b className="mono">{name}</b>}
      </div>
      <Button kind="quiet" size="s" onClick={act?.run ?? onDismiss}>
        {act?.label ?? 'Dismiss'}
      </Button>
      {(detail || burns) && (
        <p>
          {detail} {burns && <Burning {...burns} />}
        </p>
      )}
      {burns && <span className="fuse" style={{ animationDuration: `${burns.totalMs}ms` }} />}
    </li>
  );
}

/** Who listens hears the whole time once, and not every second. */
function Burning({ until, totalMs, words }: NonNullable<Toast['burns']>) {
  const leftMs = until - useNow(1000).getTime();
  return (
    <>
      <span aria-hidden="true">{words(Math.max(0, Math.ceil(leftMs / 1000)))}</span>
      <span className="sr">{words(totalMs / 1000)}</span>
    </>
  );
}
