import { exp } from '../engine/kernels/elementary';

/** The distribution that logits stand for: p_i = e^((z_i - m) / temperature) / Σ_j e^((z_j - m) / temperature), m = max z. */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  let largest = -Infinity;
  for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i]!);
  const weights = Float64Array.from(logits, (logit) => exp((logit - largest) / temperature));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
