import type { Batch } from '../engine/types';

/**
 * Sequences of vectors, each T × E in one array, side by side as one batch for a model that takes vectors and pools;
 * `labels` are classes, -1 for none.
 */
export function vectorBatch(
  sequences: readonly Float32Array[],
  embeddingSize: number,
  labels: readonly number[] = [],
): Batch {
  const rows = sequences.length;
  const lengths = Int32Array.from(sequences, ({ length }) => length / embeddingSize);
  const steps = Math.max(1, ...lengths);
  const vectors = new Float32Array(steps * rows * embeddingSize);
  const targets = new Int32Array(steps * rows).fill(-1);
  sequences.forEach((sequence, b) => {
    const length = lengths[b]!;
    for (let t = 0; t < length; t++)
      vectors.set(sequence.subarray(t * embeddingSize, (t + 1) * embeddingSize), (t * rows + b) * embeddingSize);
    if (length > 0) targets[(length - 1) * rows + b] = labels[b] ?? -1;
  });
  return { steps, rows, inputs: new Int32Array(steps * rows), vectors, targets, lengths, initial: null };
}
