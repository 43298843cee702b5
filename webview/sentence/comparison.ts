import type { Reading } from '../../src/protocol/sentiment';
import { el, setShown, setText } from '../core/dom';
import type { Theme } from '../core/theme';
import { answerRows } from './answer';
import { largestPoints, orderCaption, points } from './captions';
import type { SentenceScene } from './scene';
import { sameBag } from './units';

/** Both models on both orders, side by side. */
export class Comparison {
  private readonly tables = el('div', { class: 'comparison' });
  private readonly caption = el('p', { class: 'comparison-caption', role: 'status' });
  readonly element = el('div', {}, this.tables, this.caption);
  private drawn: { first: Reading; second: Reading; theme: Theme } | null = null;

  draw({ state, theme }: SentenceScene, second: Reading | null): void {
    const { reading: first } = state.first;
    setShown(this.element, first !== null && second !== null);
    this.element.setAttribute('aria-busy', String(state.second.busy));
    if (!first || !second) return;
    const { drawn } = this;
    if (drawn && drawn.first === first && drawn.second === second && drawn.theme === theme) return;
    this.drawn = { first, second, theme };
    const tables = [answerTable('Recurrent reader', first, first.probabilities, second.probabilities, theme)];
    if (first.baseline.length > 0 && second.baseline.length > 0) {
      tables.push(answerTable('Dense bag of words', first, first.baseline, second.baseline, theme));
    }
    this.tables.replaceChildren(...tables);
    setText(this.caption, orderCaption(first, second, sameBag(first, second)));
  }
}

/** One model's answers to both orders, and how far each moved: exactly equal ones are written as 0. */
function answerTable(
  name: string,
  reading: Reading,
  first: Float64Array,
  second: Float64Array,
  theme: Theme,
): HTMLElement {
  const columns = [
    { name: 'First order', probabilities: first },
    { name: 'Second order', probabilities: second },
  ];
  const rows = answerRows(reading, columns, theme);
  rows.forEach((row, label) => row.append(el('td', { class: 'difference' }, points(second[label]! - first[label]!))));
  const heads = ['Label', ...columns.map((column) => column.name), 'Difference'];
  const caption = `${name}: largest difference ${largestPoints(first, second)}`;
  return el(
    'table',
    { class: 'answers' },
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
    el('tbody', {}, ...rows),
  );
}
