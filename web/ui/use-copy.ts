import { createContext, use, useRef, useState } from 'react';
import { CLIPBOARD_SECONDS, type Clipboard } from '#web/lib/clipboard.ts';
import { useToasts } from './toaster.tsx';

export const ClipboardContext = createContext<Clipboard | null>(null);

const TICK_MS = 2000;
const CLIPBOARD_MS = CLIPBOARD_SECONDS * 1000;

const clearsIn = (seconds: number) => `The clipboard clears in ${seconds} s.`;

/** What is copied, as the toast says it: "OPENAI_API_KEY", "atlas-web, production". */
export type Copied = { name: string; detail?: string };

/** Copies a secret without showing it: `copy(get, …)`; the clipboard forgets it after 45 s, and a toast burns down. */
export function useCopySecret() {
  const clipboard = use(ClipboardContext);
  if (clipboard === null) throw new Error('No ClipboardContext above.');
  const toasts = useToasts();
  return async (get: () => Promise<string>, { name, detail }: Copied): Promise<boolean> => {
    let toast = '';
    const onCleared = (result: 'cleared' | 'failed') => {
      toasts.close(toast);
      if (result === 'failed') toasts.failed('The clipboard was not emptied', NOT_EMPTIED);
    };
    try {
      await clipboard.copy(get, onCleared);
    } catch (error) {
      toasts.failed(`${name} was not copied`, isOfBrowser(error) ? NOT_COPIED : error);
      return false;
    }
    toast = toasts.burning('Copied', {
      name,
      detail: detail === undefined ? '' : `${detail}.`,
      burns: { until: Date.now() + CLIPBOARD_MS, totalMs: CLIPBOARD_MS, words: clearsIn },
      act: { label: 'Clear now', run: () => void clipboard.clear() },
    });
    return true;
  };
}

/** Whether something was done just now: for the tick in place of the copy icon. */
export function useTick(): [boolean, () => void] {
  const [isOn, setOn] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tick = () => {
    clearTimeout(timer.current);
    setOn(true);
    timer.current = setTimeout(() => setOn(false), TICK_MS);
  };
  return [isOn, tick];
}

/** The clipboard's own refusals; all else is an answer of the server. */
function isOfBrowser(error: unknown): boolean {
  return error instanceof DOMException || (error instanceof Error && error.name === 'Error');
}

const base = { status: null, issues: [], requestId: null };
const NOT_EMPTIED = {
  ...base,
  code: 'CLIPBOARD',
  message: 'The browser refused. Copy something else, so that the secret does not stay there.',
  at: new Date(),
};
const NOT_COPIED = {
  ...base,
  code: 'CLIPBOARD',
  message: 'The browser refused to copy. It allows it over https, or on this machine itself.',
  at: new Date(),
};
