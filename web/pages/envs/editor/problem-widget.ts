import { type EditorView, WidgetType } from '@codemirror/view';
import type { Problem } from '#web/pages/envs/mends.ts';
import { mendLine } from './deeds.ts';

const ALERT =
  '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M12 8v4M12 16h.01"/></svg>';

/** Stands under a wrong line: why, and the one button that mends it. A class, since CodeMirror takes no less. */
export class ProblemWidget extends WidgetType {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super();
    this.problem = problem;
  }

  override eq({ problem }: ProblemWidget): boolean {
    const { line, message, mend } = this.problem;
    return line === problem.line && message === problem.message && mend?.label === problem.mend?.label;
  }

  override toDOM(view: EditorView): HTMLElement {
    const { line, message, mend } = this.problem;
    const note = document.createElement('div');
    note.className = 'fault';
    note.setAttribute('role', 'note');
    note.setAttribute('aria-label', `What is wrong with line ${line}`);
    note.innerHTML = ALERT;
    const words = document.createElement('span');
    words.textContent = message;
    note.append(words);
    if (mend !== null) note.append(mendButton(mend.label, () => mendLine(view, line)));
    return note;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

function mendButton(label: string, run: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.addEventListener('click', run);
  return button;
}
