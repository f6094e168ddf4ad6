import { useCallback, useLayoutEffect, useRef } from 'react';
import { textAfter } from './type-ahead.ts';

/** Keys that would act on the page. What belongs to the browser goes its way. */
const HELD = ['Enter', 'Tab', 'Escape', 'ArrowUp', 'ArrowDown', 'Backspace'];

/**
 * Keeps what is typed from the moment a field is wanted until it has the focus: its code may be on its way, and
 * single letters act on the page. The field takes it with what this gives back, and from then on the keys are its own.
 */
export function useTypeAhead(isWanted: boolean, onEscape: () => void): () => string {
  const typed = useRef<string | null>(null);
  const leave = useRef(onEscape);
  leave.current = onEscape;
  useLayoutEffect(() => {
    if (!isWanted) return;
    typed.current = '';
    const press = (event: KeyboardEvent) => {
      if (typed.current === null) return;
      const text = textAfter(typed.current, event);
      if (text === null && !HELD.includes(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === 'Escape') leave.current();
      typed.current = text ?? typed.current;
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [isWanted]);
  return useCallback(() => {
    const text = typed.current ?? '';
    typed.current = null;
    return text;
  }, []);
}
