import type { Reading } from '../../src/protocol/sentiment';
import { shareBar } from '../core/bars';
import { el } from '../core/dom';
import { Explanation } from '../core/explanation';
import { formatShare } from '../core/format';
import { labelLook, labelMark } from '../core/labels';
import type { Theme } from '../core/theme';
import type { SentenceScene } from './scene';
import { answerCaption } from './captions';

/** A model's probability of each label. */
export interface AnswerColumn {
  readonly name: string;
  readonly probabilities: ArrayLike<number>;
}

/** Rows of a table, one a label: each model's probability as a bar and a number, its own answer in bold. */
export function answerRows(
  { reader }: Reading,
  columns: readonly AnswerColumn[],
  theme: Theme,
): readonly HTMLElement[] {
  const best = columns.map(({ probabilities }) => Math.max(...Array.from(probabilities)));
  return reader.labels.map((name, label) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, labelMark(labelLook(reader, label, theme)), ' ', name),
      ...columns.map(({ probabilities }, i) => {
        const p = probabilities[label] ?? NaN;
        return el('td', { class: p === best[i] ? 'best' : '' }, shareBar(p), formatShare(p));
      }),
    ),
  );
}

/** What each model answers: the bidirectional reader, forward only, and the dense bag of words. */
export class AnswerView {
  private readonly table = el('table', { class: 'answers' });
  private readonly explanation = new Explanation();
  readonly element = el(
    'section',
    { class: 'view', 'aria-labelledby': 'answer-title', 'data-view': 'answer' },
    el('div', { class: 'view-head' }, el('h2', { id: 'answer-title' }, 'Answer')),
    this.table,
    this.explanation.element,
  );
  private drawn: { reading: Reading; theme: Theme } | null = null;

  draw({ state, theme }: SentenceScene): void {
    const { reading } = state.first;
    if (!reading || (this.drawn?.reading === reading && this.drawn.theme === theme)) return;
    this.drawn = { reading, theme };
    const { running, words, baseline, probabilities, reader } = reading;
    const labels = reader.labels.length;
    const last = running.subarray(Math.max(0, words.length - 1) * labels, words.length * labels);
    const columns: AnswerColumn[] = [{ name: 'Bidirectional', probabilities }];
    if (last.length > 0) columns.push({ name: 'Forward only', probabilities: last });
    if (baseline.length > 0) columns.push({ name: 'Bag of words', probabilities: baseline });
    this.table.replaceChildren(
      el('caption', { class: 'visually-hidden' }, 'Probability of each label by each model'),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, 'Label'),
          ...columns.map(({ name }) => el('th', { scope: 'col' }, name)),
        ),
      ),
      el('tbody', {}, ...answerRows(reading, columns, theme)),
    );
    this.explanation.set(answerCaption(reading));
  }
}
