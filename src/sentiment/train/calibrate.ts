/** Scores to probabilities: one temperature and a bias for each label (Guo et al. 2017), folded into the output layer. */
import type { NamedArray } from '../../engine/types';
import { OUTPUT_BIAS } from '../../engine/parameters';
import { softmax } from '../../training/softmax';

/** Scores of a sentence that was kept back, what it is, and how much it counts. */
export interface Judged {
  readonly scores: ArrayLike<number>;
  readonly label: number;
  readonly weight: number;
}

/** z' = scale · z + bias. */
export interface Calibration {
  readonly scale: number;
  readonly bias: readonly number[];
}

const OUTPUT = 'output.weight';
const ROUNDS = 100;
const RATE = 0.5;

/** The calibration of least cross-entropy, by gradient descent: convex in scale and bias. */
export function fitCalibration(judged: readonly Judged[]): Calibration {
  const labels = judged[0]!.scores.length;
  const total = judged.reduce((sum, { weight }) => sum + weight, 0);
  let scale = 1;
  let bias = new Float64Array(labels);
  for (let round = 0; round < ROUNDS; round++) {
    let dScale = 0;
    const dBias = new Float64Array(labels);
    for (const { scores, label, weight } of judged) {
      const p = softmax(apply({ scale, bias: [...bias] }, scores));
      for (let c = 0; c < labels; c++) {
        const error = ((p[c]! - Number(c === label)) * weight) / total;
        dScale += error * scores[c]!;
        dBias[c]! += error;
      }
    }
    scale -= RATE * dScale;
    bias = bias.map((value, c) => value - RATE * dBias[c]!);
  }
  return { scale, bias: [...bias] };
}

export function apply({ scale, bias }: Calibration, scores: ArrayLike<number>): Float64Array {
  return Float64Array.from(scores, (score, c) => scale * score + bias[c]!);
}

/**
 * The calibration with the least more of one label's bias that gives the label to a share of those that have it: the
 * texts of an editor are that label more often than the texts that were learned from.
 */
export function favour(calibration: Calibration, label: number, judged: readonly Judged[], share: number): Calibration {
  const wanting = judged
    .filter((one) => one.label === label)
    .map(({ scores }) => {
      const z = apply(calibration, scores);
      return Math.max(...z.filter((_, c) => c !== label)) - z[label]!;
    })
    .sort((a, b) => a - b);
  const more = Math.max(0, wanting[Math.ceil(wanting.length * share) - 1] ?? 0);
  return { ...calibration, bias: calibration.bias.map((value, c) => value + (c === label ? more : 0)) };
}

/** The same model with calibrated scores; its output layer is linear, so that pooling changes nothing. */
export function calibrated(parameters: readonly NamedArray[], { scale, bias }: Calibration): NamedArray[] {
  return parameters.map((array) => {
    if (array.name === OUTPUT_BIAS)
      return { ...array, data: Float32Array.from(array.data, (b, c) => scale * b + bias[c]!) };
    return array.name === OUTPUT ? { ...array, data: Float32Array.from(array.data, (w) => scale * w) } : array;
  });
}
