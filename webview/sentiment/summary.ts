import type { ReadDocument } from '../../src/protocol/sentiment';
import { shareBar } from '../core/bars';
import { createButton, createSwitch } from '../core/controls';
import { el, setShown, setText } from '../core/dom';
import { formatCount, formatShare, formatSigned, plural } from '../core/format';
import { labelLook, labelMark } from '../core/labels';
import type { Theme } from '../core/theme';
import type { SentimentIntents } from './controller';
import type { SentimentState } from './state';
import { countLabels, leans, scoreOf } from './strength';

const ORDERS = [
  { value: 'strongest', label: 'Strongest first' },
  { value: 'text', label: 'In order' },
] as const;

/** The document in numbers, and what of it is listed: one switch a label, and the order. */
export class SummaryView {
  private readonly name = el('h1', { class: 'document-name' });
  private readonly reader = el('p', { class: 'summary' });
  private readonly line = el('p', { class: 'document-line', role: 'status' });
  private readonly progress = el('progress', { 'aria-label': 'Sentences read', max: '1' });
  private readonly labels = el('div', { class: 'label-filters', role: 'group', 'aria-label': 'Labels listed' });
  private readonly order;
  private readonly open;
  readonly element: HTMLElement;
  private counted: ReadDocument | null = null;
  private drawn: unknown = null;
  private active = -1;

  constructor(private readonly intents: SentimentIntents) {
    this.order = createSwitch('Order of the list', ORDERS, (order) =>
      intents.setOrder(order === 'text' ? 'text' : 'strongest'),
    );
    this.open = createButton('Open in Panel', 'secondary', () => intents.open(this.active));
    this.element = el(
      'header',
      { class: 'document-head' },
      this.name,
      this.reader,
      this.line,
      this.progress,
      this.labels,
      el('div', { class: 'list-tools' }, this.order.element, this.open.element),
    );
  }

  draw({ document, active, choices }: SentimentState, theme: Theme): void {
    setShown(this.element, Boolean(document));
    if (!document) return;
    setText(this.name, document.name);
    if (this.name.title !== document.name) this.name.title = document.name;
    setText(this.reader, document.reader.name);
    if (document !== this.counted) {
      this.counted = document;
      setText(this.line, lineOf(document));
    }
    setShown(this.progress, !document.finished);
    this.progress.value = document.total > 0 ? document.done / document.total : 0;
    this.order.set(ORDERS, choices.order);
    this.active = active;
    this.open.set({
      label: 'Open in Panel',
      enabled: active >= 0,
      title: active >= 0 ? 'See how the selected sentence was read (Alt+Enter)' : 'Select a sentence first',
    });
    this.drawLabels(document, choices.hidden, theme);
  }

  /** Rewritten when the numbers or the theme change; otherwise the switches keep the focus. */
  private drawLabels(document: ReadDocument, hidden: readonly string[], theme: Theme): void {
    const { reader } = document;
    const names = JSON.stringify(reader.labels);
    if (this.labels.dataset['names'] !== names) {
      this.labels.dataset['names'] = names;
      this.drawn = null;
      this.labels.replaceChildren(
        ...reader.labels.map((name) => {
          const button = el('button', { class: 'label-filter', type: 'button' });
          button.addEventListener('click', () => this.intents.toggle(name));
          return button;
        }),
      );
    }
    const buttons = [...this.labels.children] as HTMLElement[];
    reader.labels.forEach((name, i) => {
      const pressed = String(!hidden.includes(name));
      if (buttons[i]!.getAttribute('aria-pressed') !== pressed) buttons[i]!.setAttribute('aria-pressed', pressed);
    });
    const basis = JSON.stringify([document.labels.length, document.done, theme.kind, theme.background]);
    if (this.drawn === basis + document.document) return;
    this.drawn = basis + document.document;
    const counts = countLabels(document);
    const all = Math.max(1, document.labels.length);
    buttons.forEach((button, i) => {
      const share = counts[i]! / all;
      button.replaceChildren(
        labelMark(labelLook(reader, i, theme)),
        el('span', { class: 'label-name' }, reader.labels[i]!),
        ' ',
        el('span', { class: 'label-count' }, formatCount(counts[i]!)),
        ' ',
        el('span', { class: 'label-share' }, formatShare(share)),
        shareBar(share),
      );
      button.title = `List or leave out the sentences labelled ${reader.labels[i]!}`;
    });
  }
}

function lineOf(document: ReadDocument): string {
  const count = document.labels.length;
  const parts = [plural(count, 'sentence')];
  if (count > 0 && leans(document.reader)) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += scoreOf(document, i);
    parts.push(`mean score ${formatSigned(sum / count, 2)}`);
  }
  if (!document.finished) parts.push(`reading, ${formatShare(document.done / Math.max(1, document.total))}`);
  return parts.join(' · ');
}
