import { createButton } from '../core/controls';
import { el, setShown, setText } from '../core/dom';
import type { SentenceIntents } from './controller';
import type { SentenceScene } from './scene';

/** As long as a text may be that the host reads closely. */
const LONGEST = 1 << 17;

/** The sentence as text: what is written here is read at once. */
export class EditView {
  private readonly box = el('textarea', {
    id: 'sentence-text',
    rows: '3',
    spellcheck: 'false',
    maxlength: String(LONGEST),
    'aria-describedby': 'sentence-problem',
  });
  private readonly problem = el('p', { id: 'sentence-problem', class: 'edit-problem', role: 'alert' });
  private readonly reset;
  readonly element: HTMLElement;
  private written: string | null = null;

  constructor(intents: SentenceIntents) {
    this.box.addEventListener('input', () => {
      this.written = this.box.value;
      intents.edit(this.box.value);
    });
    this.reset = createButton('Reset', 'secondary', () => intents.reset());
    this.element = el(
      'section',
      { class: 'view', 'aria-labelledby': 'sentence-title', 'data-view': 'edit' },
      el(
        'div',
        { class: 'view-head' },
        el('h2', { id: 'sentence-title' }, el('label', { for: 'sentence-text' }, 'Sentence')),
        el('p', { class: 'summary' }, 'change it and watch the answer change'),
        this.reset.element,
      ),
      this.box,
      this.problem,
    );
  }

  draw({ state }: SentenceScene): void {
    const { draft, first } = state;
    // What is being typed is never replaced under the cursor.
    if (draft.text !== this.written) {
      this.written = draft.text;
      this.box.value = draft.text;
    }
    this.box.setAttribute('aria-busy', String(first.busy));
    this.reset.set({
      label: 'Reset',
      enabled: draft.text !== draft.original,
      title: 'Back to the sentence as it was opened',
    });
    setText(this.problem, first.problem ?? '');
    setShown(this.problem, first.problem !== null);
  }
}
