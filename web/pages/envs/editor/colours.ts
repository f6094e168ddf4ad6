import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { Statement } from '#shared/dotenv/read.ts';
import { readingIn } from './reading.ts';

const mark = (name: string) => Decoration.mark({ class: name });
const COMMENT = mark('tk-comment');
const SIGN = mark('tk-sign');
const BARE = mark('tk-bare');
const QUOTED = mark('tk-quoted');

/**
 * Names ink, values indigo, quoted ones green, comments grey. The reader that finds the faults gives the colours too,
 * where a parser of CodeMirror's would be a second opinion of what is quoted, and 30 kB more.
 */
export const colours = ViewPlugin.define(
  (view) => ({
    decorations: coloursOf(view),
    update({ docChanged, viewportChanged, view }: ViewUpdate) {
      if (docChanged || viewportChanged) this.decorations = coloursOf(view);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

function coloursOf({ state, viewport }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { text, statements } = readingIn(state);
  for (const statement of statements) {
    if (statement.at > viewport.to) break;
    if (statement.next < viewport.from) continue;
    for (const { from, to, look } of tokensOf(text, statement)) if (from < to) builder.add(from, to, look);
  }
  return builder.finish();
}

type Token = { from: number; to: number; look: Decoration };

function tokensOf(text: string, { at, next, assignment, variable }: Statement): Token[] {
  const end = Math.min(next, text.length);
  if (assignment === undefined) {
    return text.slice(at, end).trim().startsWith('#') ? [{ from: at, to: end, look: COMMENT }] : [];
  }
  const { name, nameAt, valueAt } = assignment;
  const stop = variable?.end ?? end;
  const isQuoted = /["'`]/.test(text.charAt(valueAt));
  const comment = text.slice(stop, end).indexOf('#');
  return [
    { from: at, to: nameAt, look: SIGN },
    { from: nameAt + name.length, to: valueAt, look: SIGN },
    { from: valueAt, to: stop, look: isQuoted ? QUOTED : BARE },
    { from: comment === -1 ? end : stop + comment, to: end, look: COMMENT },
  ];
}
