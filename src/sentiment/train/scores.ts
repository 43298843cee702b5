import { LABELS, type Example, type Label } from '../labels';

/** How well a reader did on a split. Macro-F1 is the mean over the labels that occur in it. */
export interface Score {
  readonly examples: number;
  readonly accuracy: number;
  readonly macroF1: number;
}

/** The labels that occur, in their fixed order: a reader of a split chooses among these. */
export function labelsIn(examples: readonly Example[]): Label[] {
  return LABELS.filter((label) => examples.some((example) => example.label === label));
}

/** The label of the largest number; `scores` are in the order of `LABELS`. */
export function best(scores: ArrayLike<number>, among: readonly Label[]): Label {
  return among.reduce((a, b) => (scores[LABELS.indexOf(b)]! > scores[LABELS.indexOf(a)]! ? b : a));
}

export function scoreOf(examples: readonly Example[], answers: readonly Label[]): Score {
  const labels = labelsIn(examples);
  const right = examples.filter(({ label }, i) => answers[i] === label).length;
  const f1 = labels.map((label) => {
    const hits = examples.filter((example, i) => example.label === label && answers[i] === label).length;
    const wanted = examples.filter((example) => example.label === label).length;
    const given = answers.filter((answer) => answer === label).length;
    return (2 * hits) / Math.max(1, wanted + given);
  });
  return {
    examples: examples.length,
    accuracy: right / examples.length,
    macroF1: f1.reduce((a, b) => a + b, 0) / labels.length,
  };
}
