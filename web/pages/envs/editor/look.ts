import { EditorView } from '@codemirror/view';

const NUMBERS_PX = 40;
const BARS_PX = 22;
const FAULT = { borderLeft: '2px solid var(--shu)', color: 'var(--danger)' };

/** How the editor looks. It stands in a shadow root, where the sheets of the page do not reach but their variables do. */
export const look = EditorView.theme({
  '&': { height: '100%', background: 'var(--sheet)', color: 'var(--ink)', outline: 'none !important' },
  '.cm-scroller': {
    font: '400 var(--t-mono) / 22px var(--mono)',
    letterSpacing: '-0.012em',
    overflow: 'auto',
  },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 16px 0 0' },
  '.cm-content ::selection, .cm-content::selection': { background: 'var(--accent-line)' },
  '.cm-gutters': { background: 'var(--sheet)', border: 'none', color: 'var(--ink-3)' },
  '.cm-bars': { width: `var(--editor-bars, ${BARS_PX}px)` },
  '.cm-bars .cm-gutterElement': { boxShadow: 'none' },
  '.cm-lineNumbers': { width: `var(--editor-numbers, ${NUMBERS_PX}px)` },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 16px 0 0', fontSize: 'var(--t-xs)', minWidth: '0' },
  '.cm-bars .cm-gutterElement.is-added': { boxShadow: 'inset 3px 0 0 var(--green-mark)' },
  '.cm-bars .cm-gutterElement.is-changed': { boxShadow: 'inset 3px 0 0 var(--ochre-mark)' },
  '.cm-bars .cm-gutterElement.is-gone': {
    background: 'linear-gradient(var(--shu), var(--shu)) 0 100% / 8px 2px no-repeat',
  },
  '.cm-bars .cm-gutterElement.is-wrong': { boxShadow: 'inset 3px 0 0 var(--shu)' },
  '&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter': { background: 'var(--hover)' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'none' },
  '.cm-line.is-wrong, .cm-gutterElement.is-wrong, .cm-focused .cm-line.is-wrong': { background: 'var(--shu-wash)' },
  '.is-wrong-part': {
    textDecoration: 'underline wavy var(--shu) 1px',
    textUnderlineOffset: '4px',
  },
  '.tk-comment, .tk-sign': { color: 'var(--ink-3)' },
  '.tk-bare': { color: 'var(--accent)' },
  '.tk-quoted': { color: 'var(--green)' },
  '.cm-specialChar': { color: 'var(--danger)' },
  '.fault': {
    ...FAULT,
    display: 'flex',
    gap: '10px',
    alignItems: 'center',
    minHeight: '26px',
    padding: '7px 28px 7px 12px',
    font: '400 var(--t-m) / 20px var(--sans)',
    letterSpacing: 'normal',
  },
  '.fault .i': {
    flex: 'none',
    width: '16px',
    height: '16px',
    fill: 'none',
    stroke: 'currentColor',
    strokeWidth: '1.25px',
    strokeLinecap: 'round',
  },
  '.fault button': {
    marginLeft: 'auto',
    flex: 'none',
    height: 'var(--editor-mend, 26px)',
    padding: '0 9px',
    font: 'var(--w-label) var(--t-s) / 1 var(--sans)',
    color: 'var(--ink)',
    background: 'var(--sheet)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--r-2)',
    cursor: 'pointer',
  },
  '.fault button:hover': { background: 'var(--hover)' },
  '.fault button:focus-visible': { outline: 'var(--focus)', outlineOffset: 'var(--focus-offset)' },
});
