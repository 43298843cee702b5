/** How well a reader reads the sets it is judged by. */
import { LABELS } from '../labels';
import type { Reader } from '../reader';
import type { Dataset } from './datasets.node';
import { best, labelsIn, scoreOf, type Score } from './scores';

export interface Figures extends Score {
  readonly split: string;
  /** Of the neutral sentences: the share left neutral; NaN where there are none. */
  readonly neutralKept: number;
}

export function figuresOf(reader: Reader, sets: readonly Dataset[]): Figures[] {
  return sets.map(({ name, test }) => {
    const { labels, probabilities } = reader.answers(test.map(({ text }) => text));
    const among = labelsIn(test);
    const answers = test.map((_, i) => best(probabilities.subarray(i * LABELS.length, (i + 1) * LABELS.length), among));
    const neutral = test.flatMap(({ label }, i) => (label === 'neutral' ? [LABELS[labels[i]!]] : []));
    const left = neutral.filter((label) => label === 'neutral').length;
    return { split: name, ...scoreOf(test, answers), neutralKept: left / neutral.length };
  });
}
