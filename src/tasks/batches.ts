import type { Batch } from '../engine/types';

/** Some sentences as ids of words, side by side as one batch for a pooling model; `labels` are classes, -1 for none. */
export function batchOf(sentences: readonly ArrayLike<number>[], labels?: readonly number[]): Batch {
  const rows = sentences.length;
  const steps = Math.max(1, ...sentences.map(({ length }) => length));
  const inputs = new Int32Array(steps * rows);
  const targets = new Int32Array(steps * rows).fill(-1);
  const lengths = Int32Array.from(sentences, ({ length }) => length);
  sentences.forEach((ids, b) => {
    for (let t = 0; t < ids.length; t++) inputs[t * rows + b] = ids[t]!;
    if (labels && ids.length > 0) targets[(ids.length - 1) * rows + b] = labels[b]!;
  });
  return { steps, rows, inputs, targets, lengths, initial: null };
}

/** Indices of sentences in groups of at most `rows`, those of like length together, so that little is padding. */
export function byLength(lengths: readonly number[], rows: number): number[][] {
  const order = lengths.map((_, i) => i).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  return Array.from({ length: Math.ceil(order.length / rows) }, (_, i) => order.slice(i * rows, (i + 1) * rows));
}
