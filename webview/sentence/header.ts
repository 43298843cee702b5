import { el, setShown, setText } from '../core/dom';
import { formatShare } from '../core/format';
import { labelLook } from '../core/labels';
import type { SentenceScene } from './scene';

/** What the sentence was found to be, where it stands, and who says so. */
export class HeaderView {
  private readonly mark = el('span', { class: 'label-mark', 'aria-hidden': 'true' });
  private readonly label = el('span');
  private readonly share = el('span', { class: 'answer-share' });
  private readonly place = el('p', { class: 'summary' });
  private readonly status = el('span', { class: 'phase', role: 'status' });
  readonly element = el(
    'header',
    { class: 'sentence-head' },
    el('div', { class: 'answer-line' }, el('h1', {}, this.mark, this.label, ' ', this.share), this.status),
    this.place,
  );

  draw({ state, theme }: SentenceScene): void {
    const { first, second, draft } = state;
    const { reading } = first;
    setShown(this.element, reading !== null);
    if (!reading) return;
    const look = labelLook(reading.reader, reading.label, theme);
    setText(this.mark, look.shape);
    this.mark.style.color = look.color;
    setText(this.label, look.name);
    setText(this.share, formatShare(reading.probabilities[reading.label]!));
    const busy = first.busy || second.busy;
    setText(this.status, busy ? 'Reading…' : '');
    this.status.classList.toggle('visually-hidden', !busy);
    const isOriginal = draft.place !== null && reading.text === draft.original;
    const where = isOriginal ? draft.place! : 'written here';
    setText(this.place, [where, reading.reader.name, reading.reader.modelLine].join(' · '));
  }
}
