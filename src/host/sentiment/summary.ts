/** A document's sentences in a few numbers. */
import type { ReaderInfo } from '../../protocol/sentiment';
import { confidenceOf } from './sentences';
import type { Sentences } from './sentences';

export interface Summary {
  readonly sentences: number;
  /** Sentences of each label. */
  readonly counts: readonly number[];
  /** Mean over the sentences of p(positive) - p(negative); NaN without sentences, 0 for labels that lean nowhere. */
  readonly meanScore: number;
}

/** How far a row of probabilities leans, from -1 to 1. */
export function scoreOf({ leanings }: ReaderInfo, probabilities: ArrayLike<number>): number {
  return leanings.reduce<number>((sum, leaning, label) => sum + leaning * (probabilities[label] ?? 0), 0);
}

export function summarise(reader: ReaderInfo, { labels, probabilities }: Sentences): Summary {
  const width = reader.labels.length;
  const counts = reader.labels.map(() => 0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const sums = new Float64Array(width);
  for (let i = 0; i < probabilities.length; i++) sums[i % width]! += probabilities[i]!;
  return { sentences: labels.length, counts, meanScore: scoreOf(reader, sums) / labels.length };
}

/** Whether the reader's labels lean to one side or the other, so that a mean score means something. */
export function leans({ leanings }: ReaderInfo): boolean {
  return leanings.some((leaning) => leaning !== 0);
}

/** Parts of certainty that `strongest` tells apart, and a limit of the number of sentences: together within 2^53. */
const PARTS = 1e6;
const LIMIT = 2 ** 32;

/** Indices of the sentences that are not left alone, the surest first, ties in the order of the text. */
export function strongest(reader: ReaderInfo, sentences: Sentences): readonly number[] {
  // Doubt and index in one number: typed arrays sort numbers many times faster than a comparison sorts pairs.
  const keys = new Float64Array(sentences.labels.length);
  let count = 0;
  for (const [i, label] of sentences.labels.entries()) {
    if (label !== reader.neutral)
      keys[count++] = Math.round(Math.max(0, 1 - confidenceOf(sentences, i)) * PARTS) * LIMIT + i;
  }
  return Array.from(keys.subarray(0, count).sort(), (key) => key % LIMIT);
}
