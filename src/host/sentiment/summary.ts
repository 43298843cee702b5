/** A document's sentences in a few numbers. */
import type { ReaderInfo } from '../../protocol/sentiment';
import { confidenceOf, rowOf } from './sentences';
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

export function summarise(reader: ReaderInfo, sentences: Sentences): Summary {
  const counts = reader.labels.map(() => 0);
  let score = 0;
  const count = sentences.starts.length;
  for (let i = 0; i < count; i++) {
    const label = sentences.labels[i]!;
    counts[label] = (counts[label] ?? 0) + 1;
    score += scoreOf(reader, rowOf(sentences, i));
  }
  return { sentences: count, counts, meanScore: score / count };
}

/** Whether the reader's labels lean to one side or the other, so that a mean score means something. */
export function leans({ leanings }: ReaderInfo): boolean {
  return leanings.some((leaning) => leaning !== 0);
}

/** Indices of the sentences that are not left alone, the surest first, ties in the order of the text. */
export function strongest(reader: ReaderInfo, sentences: Sentences): readonly number[] {
  const sure = Float32Array.from(sentences.labels, (_, i) => confidenceOf(sentences, i));
  return Array.from(sentences.labels.keys())
    .filter((i) => sentences.labels[i] !== reader.neutral)
    .sort((a, b) => sure[b]! - sure[a]! || a - b);
}
