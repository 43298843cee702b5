/** What the view works out of a document once, when it arrives. */
import type { ReadDocument, ReaderInfo } from '../../src/protocol/sentiment';

/** Whether a reader's labels lean at all: only then is there a score between -1 and 1. */
export function leans({ leanings }: ReaderInfo): boolean {
  return leanings.some((leaning) => leaning !== 0);
}

/** Where a sentence stands between -1 and 1, its leanings weighed by their probabilities; else how sure its label is. */
export function scoreOf({ reader, labels, probabilities }: ReadDocument, index: number): number {
  const row = index * reader.labels.length;
  if (!leans(reader)) return probabilities[row + labels[index]!]!;
  return reader.leanings.reduce<number>((sum, leaning, label) => sum + leaning * probabilities[row + label]!, 0);
}

export function confidenceOf({ reader, labels, probabilities }: ReadDocument, index: number): number {
  return probabilities[index * reader.labels.length + labels[index]!]!;
}

/** What is not neutral in a sentence, 0..1; without a neutral label, how sure its label is. */
function strengthOf(document: ReadDocument, index: number): number {
  const { reader, probabilities } = document;
  if (reader.neutral < 0) return confidenceOf(document, index);
  return 1 - probabilities[index * reader.labels.length + reader.neutral]!;
}

/** Sentences of each label. */
export function countLabels({ reader, labels }: ReadDocument): readonly number[] {
  const counts = reader.labels.map(() => 0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}

export type Order = 'strongest' | 'text';

/** The sentences whose label is wanted, strongest first (those labelled neutral last) or as the text has them. */
export function listed(document: ReadDocument, isWanted: (label: number) => boolean, order: Order): Int32Array {
  const { labels, reader } = document;
  const indices = Int32Array.from(labels.keys()).filter((index) => isWanted(labels[index]!));
  if (order === 'text') return indices;
  const strengths = Float64Array.from(labels, (label, index) => {
    const strength = strengthOf(document, index);
    return label === reader.neutral ? strength - 1 : strength;
  });
  return indices.sort((one, other) => strengths[other]! - strengths[one]! || one - other);
}

/** Means of `span` neighbours around each value (fewer at the ends), by running sums. */
export function smoothed(values: Float64Array, span: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => (sums[i + 1] = sums[i]! + value));
  const half = Math.floor(span / 2);
  return values.map((_, i) => {
    const [from, to] = [Math.max(0, i - half), Math.min(values.length, i + half + 1)];
    return (sums[to]! - sums[from]!) / (to - from);
  });
}

/** How many sentences one point of the smoothed line stands for: always an odd number. */
export function spanFor(count: number): number {
  return 2 * Math.max(1, Math.round(count / 60)) + 1;
}
