import type { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { type Cursor, cursorOf } from './deeds.ts';
import { type Reading, readingIn } from './reading.ts';

/** Where a draft stands: the state to go on from, and what is read in it. */
export type Draft = { state: EditorState; reading: Reading; cursor: Cursor };

export type EditorProps = {
  /** The draft to begin with; later ones come from the editor itself. */
  start: EditorState;
  onDraft: (draft: Draft) => void;
  /** The editor while it stands, then null. */
  onView: (view: EditorView | null) => void;
};

/**
 * The text of a file. It stands in a shadow root, since CodeMirror writes its styles at run time: there as a
 * constructed sheet, where in the page it would be a `<style>`, which the policy forbids.
 */
export function Editor({ start, onDraft, onView }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef({ start, onDraft, onView });
  latest.current = { ...latest.current, onDraft, onView };
  useEffect(() => {
    if (host.current === null) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const view = new EditorView({
      state: latest.current.start,
      root,
      parent: root,
      dispatchTransactions: (transactions, of) => {
        of.update(transactions);
        latest.current.onDraft(draftOf(of.state));
      },
    });
    latest.current.onDraft(draftOf(view.state));
    latest.current.onView(view);
    // Who revealed it goes on in it: the button that he pressed is gone. Who chose a tab stays on the tab.
    if (document.activeElement === document.body) view.focus();
    return () => {
      latest.current.onView(null);
      view.destroy();
    };
  }, []);
  return <div className="editor" ref={host} />;
}

export function draftOf(state: EditorState): Draft {
  return { state, reading: readingIn(state), cursor: cursorOf(state) };
}
