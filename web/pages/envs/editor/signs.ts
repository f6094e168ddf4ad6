import { type EditorState, type Extension, RangeSet, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter, gutterLineClass } from '@codemirror/view';
import { ProblemWidget } from './problem-widget.ts';
import { type Reading, readingIn } from './reading.ts';

/** Paints a line's number and bar by its class name. A class, since CodeMirror takes no less. */
class Sign extends GutterMarker {
  override elementClass: string;

  constructor(name: string) {
    super();
    this.elementClass = name;
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof Sign && other.elementClass === this.elementClass;
  }
}

const SIGNS = { added: new Sign('is-added'), changed: new Sign('is-changed'), moved: new Sign('is-changed') } as const;
const GONE = new Sign('is-gone');
const WRONG = new Sign('is-wrong');
const WRONG_LINE = Decoration.line({ class: 'is-wrong' });
const UNDERLINE = Decoration.mark({ class: 'is-wrong-part' });

/** Bars in the gutter: green added, ochre changed, vermilion wrong; and under a wrong line why it is. */
export const signs: Extension = [
  gutter({ class: 'cm-bars' }),
  StateField.define<RangeSet<GutterMarker>>({
    create: barsOf,
    update: (bars, { state, startState }) => (isRead(state, startState) ? bars : barsOf(state)),
    provide: (field) => gutterLineClass.from(field),
  }),
  StateField.define<DecorationSet>({
    create: faultsOf,
    update: (faults, { state, startState }) => (isRead(state, startState) ? faults : faultsOf(state)),
    provide: (field) => EditorView.decorations.from(field),
  }),
];

/** Whether what was drawn last is still so. */
function isRead(state: EditorState, before: EditorState): boolean {
  const [now, then]: [Reading, Reading] = [readingIn(state), readingIn(before)];
  return now.changes === then.changes && now.problems === then.problems && now.typedLine === then.typedLine;
}

function barsOf(state: EditorState): RangeSet<GutterMarker> {
  const { changes, problems } = readingIn(state);
  const bars = new Map<number, Sign>();
  for (const { kind, after, undo } of changes.list) {
    if (after === null || kind === 'removed') {
      bars.set(lineNumber(state, undo[0]?.from ?? 0), GONE);
      continue;
    }
    for (let line = after.line; line < after.line + after.lines; line++) bars.set(line, SIGNS[kind]);
  }
  for (const { line } of problems) bars.set(line, WRONG);
  const placed = [...bars].filter(([line]) => line <= state.doc.lines);
  return RangeSet.of(
    placed.map(([line, sign]) => sign.range(state.doc.line(line).from)),
    true,
  );
}

function faultsOf(state: EditorState): DecorationSet {
  const { problems, typedLine } = readingIn(state);
  const all = problems.flatMap((problem) => {
    const { from, to } = state.doc.line(problem.line);
    const widget = Decoration.widget({ widget: new ProblemWidget(problem), block: true, side: 1 }).range(to);
    return [
      WRONG_LINE.range(from),
      ...(problem.from < problem.to ? [UNDERLINE.range(problem.from, problem.to)] : []),
      ...(problem.line === typedLine ? [] : [widget]),
    ];
  });
  return Decoration.set(all, true);
}

function lineNumber(state: EditorState, at: number): number {
  return state.doc.lineAt(Math.min(at, state.doc.length)).number;
}
