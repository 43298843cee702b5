/** Pairs of sentences that differ in little and mean the opposite: `test/corpus/contrast.tsv`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Example, Label } from '../../src/sentiment/labels';
import type { Row } from '../row';
import type { Classifier } from './classifier';
import { answersTo, scoreRow } from './split';

export const KINDS = ['negation', 'order', 'but', 'comparison', 'sarcasm'] as const;

export interface ContrastPair {
  readonly kind: (typeof KINDS)[number];
  /** Understood only by those who know the world, not the words alone. */
  readonly hard: boolean;
  readonly sides: readonly [Example, Example];
}

export function readContrast(): ContrastPair[] {
  const [, ...lines] = readFileSync(join(__dirname, '../../test/corpus/contrast.tsv'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [kind, hard, labelA, textA, labelB, textB] = line.split('\t');
    const side = (label: string | undefined, text: string | undefined): Example => ({
      label: label as Label,
      text: text!,
    });
    return {
      kind: kind as ContrastPair['kind'],
      hard: hard === '1',
      sides: [side(labelA, textA), side(labelB, textB)],
    };
  });
}

/** Rows of a model: each kind, all but the hard pairs, and all. `pairsRight`: pairs with both sides right. */
export function contrastRows(model: string, classifier: Classifier, pairs: readonly ContrastPair[]): Row[] {
  const examples = pairs.flatMap(({ sides }) => sides);
  const answers = answersTo({ split: 'contrast', examples }, classifier.scores(examples.map(({ text }) => text)));
  const right = examples.map(({ label }, i) => answers[i] === label);
  const rowOf = (kind: string, wanted: (pair: ContrastPair) => boolean): Row => {
    const chosen = pairs.flatMap((pair, i) => (wanted(pair) ? [i] : []));
    const sides = chosen.flatMap((i) => [2 * i, 2 * i + 1]);
    return {
      ...scoreRow(
        'contrast',
        model,
        sides.map((i) => examples[i]!),
        sides.map((i) => answers[i]!),
      ),
      kind,
      pairs: chosen.length,
      pairsRight: chosen.filter((i) => right[2 * i] && right[2 * i + 1]).length,
    };
  };
  return [
    ...KINDS.map((kind) => rowOf(kind, (pair) => pair.kind === kind)),
    rowOf('all but hard', ({ hard }) => !hard),
    rowOf('all', () => true),
  ];
}
