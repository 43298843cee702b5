/** What each word of a sentence did to the belief in one label. */
import type { Reading } from '../protocol/sentiment';
import { log } from '../engine/kernels/elementary';
import type { IntegratedGradients } from './integratedGradients';
import type { SequenceModel } from './sequenceModel';

/** The path is cut finer until the sum errs by less than this share of the difference, or so fine. */
const TOLERANCE = 0.005;
const LEAST_SEGMENTS = 2;
const MOST_SEGMENTS = 32;

/** `vectors`: T × E. Integrated gradients start from a sentence of as many zero vectors. */
export function explain(
  model: SequenceModel,
  gradients: IntegratedGradients,
  vectors: Float32Array,
  label: number,
): Pick<Reading, 'integrated' | 'completeness' | 'leftOut'> {
  const { embeddingSize } = model;
  const length = vectors.length / embeddingSize;
  if (length === 0)
    return { integrated: new Float64Array(0), completeness: new Float64Array(3), leftOut: new Float64Array(0) };
  const start = new Float32Array(vectors.length);
  const without = Array.from({ length }, (_, t) => leaveOut(vectors, t, embeddingSize));
  const believed = Float64Array.from(model.probabilities([vectors, start, ...without]), (row) => log(row[label]!));
  const difference = believed[0]! - believed[1]!;
  for (let segments = LEAST_SEGMENTS; ; segments *= 2) {
    const integrated = gradients.attributions(start, vectors, label, segments);
    const sum = integrated.reduce((a, b) => a + b, 0);
    const error = difference === 0 ? 0 : Math.abs((sum - difference) / difference);
    if (error > TOLERANCE && segments < MOST_SEGMENTS) continue;
    const leftOut = believed.slice(2).map((value) => believed[0]! - value);
    return { integrated, completeness: Float64Array.of(sum, difference, error), leftOut };
  }
}

/** The sentence without word t; a zero vector when it was the only one. */
function leaveOut(vectors: Float32Array, t: number, size: number): Float32Array {
  if (vectors.length === size) return new Float32Array(size);
  const left = new Float32Array(vectors.length - size);
  left.set(vectors.subarray(0, t * size));
  left.set(vectors.subarray((t + 1) * size), t * size);
  return left;
}
