import type { ReadDocument } from '../../src/protocol/sentiment';
import { el, setShown, setText } from '../core/dom';
import { formatCount, formatShare } from '../core/format';
import { labelLook } from '../core/labels';
import type { Theme } from '../core/theme';
import { confidenceOf } from './strength';

/** What a row shows. */
interface RowContent {
  readonly document: ReadDocument;
  readonly index: number;
  /** Place in the list, from 0, of how many. */
  readonly place: number;
  readonly count: number;
  /** Empty while it is on its way. */
  readonly text: string;
  readonly active: number;
  readonly cursor: number;
  readonly theme: Theme;
}

/** One row of the list: it shows one sentence after another as the list scrolls. */
export class SentenceRow {
  private readonly mark = el('span', { class: 'label-mark', 'aria-hidden': 'true' });
  private readonly words = el('span', { class: 'row-words' });
  private readonly facts = el('span', { class: 'row-facts' });
  private readonly open = el(
    'span',
    { class: 'row-open', 'aria-hidden': 'true', title: 'Open in Panel (Alt+Enter)' },
    '⤢',
  );
  private readonly element: HTMLElement;
  /** The sentence shown, or -1. */
  index = -1;

  constructor(parent: HTMLElement, height: number) {
    const id = `sentence-${parent.children.length}`;
    this.element = el('div', { class: 'row', role: 'option', id }, this.mark, this.words, this.open, this.facts);
    this.element.style.height = `${height}px`;
    parent.append(this.element);
  }

  get id(): string {
    return this.element.id;
  }

  hide(): void {
    this.index = -1;
    setShown(this.element, false);
  }

  show({ document, index, place, count, text, active, cursor, theme }: RowContent, top: number): void {
    const { element } = this;
    this.index = index;
    setShown(element, true);
    element.dataset['index'] = String(index);
    element.style.transform = `translateY(${top}px)`;
    const look = labelLook(document.reader, document.labels[index]!, theme);
    setText(this.mark, look.shape);
    this.mark.style.color = look.color;
    setText(this.words, text || '…');
    const line = formatCount(document.lines[index]! + 1);
    // The label's name comes last: where the row is narrow, its shape says the same.
    setText(this.facts, `${formatShare(confidenceOf(document, index))} · line ${line} · ${look.name}`);
    const attributes = {
      'aria-posinset': String(place + 1),
      'aria-setsize': String(count),
      'aria-selected': String(index === active),
    };
    for (const [name, value] of Object.entries(attributes)) {
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
    element.classList.toggle('at-cursor', index === cursor);
    if (index === cursor) element.setAttribute('aria-current', 'location');
    else element.removeAttribute('aria-current');
  }
}
