import { LABELS, type Example, type Label } from '../../src/sentiment/labels';
import { best, labelsIn, scoreOf } from '../../src/sentiment/train/scores';
import type { Dataset } from '../../src/sentiment/train/datasets.node';
import type { Row } from '../row';

/** Texts that a model is judged by. */
export interface Split {
  readonly split: string;
  readonly examples: readonly Example[];
  /** See `Dataset`. */
  readonly positiveIs?: Label;
}

/** What the sets keep back. */
export function splitsOf(sets: readonly Dataset[]): Split[] {
  return sets
    .filter(({ test }) => test.length > 0)
    .map(({ name, test, positiveIs }) => ({ split: name, examples: test, ...(positiveIs && { positiveIs }) }));
}

/** The label a model gives each text, among those that occur in the split. */
export function answersTo({ examples, positiveIs }: Split, scores: ArrayLike<number>): Label[] {
  const among = positiveIs ? LABELS : labelsIn(examples);
  return examples.map((_, i) => {
    const label = best(
      Array.from(LABELS, (_, k) => scores[i * LABELS.length + k]!),
      among,
    );
    return label === 'positive' && positiveIs ? positiveIs : label;
  });
}

/** A line of the output. */
export function scoreRow(split: string, model: string, examples: readonly Example[], answers: readonly Label[]): Row {
  const { accuracy, macroF1 } = scoreOf(examples, answers);
  return { split, model, examples: examples.length, accuracy: fourDigits(accuracy), macroF1: fourDigits(macroF1) };
}

function fourDigits(share: number): number {
  return Number(share.toFixed(4));
}
