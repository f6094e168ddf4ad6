import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState, type Extension } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { colours } from './colours.ts';
import { textOf } from './deeds.ts';
import { look } from './look.ts';
import { reading } from './reading.ts';
import { signs } from './signs.ts';

export type Setup = {
  /** What is stored; the draft begins as that. */
  text: string;
  /** Names the editor for those who hear it. */
  label: string;
  wraps: boolean;
};

/** The draft of one file, its history of edits with it. Tab leaves the editor: it is a field of a page. */
export function createDraft({ text, label, wraps }: Setup): EditorState {
  return EditorState.create({ doc: textOf(text), extensions: extensionsOf(label, wraps) });
}

function extensionsOf(label: string, wraps: boolean): Extension {
  return [
    reading,
    signs,
    lineNumbers(),
    colours,
    history(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    ...(wraps ? [EditorView.lineWrapping] : []),
    look,
  ];
}
