/** The gradient of each parameter by timestep: dW = Σ_t dW_t, each dW_t summed over the rows of the batch. */
import { accumulate, slice, type Contribution } from './contributions';
import type { Half } from './halves';
import type { Handle, Kernels } from './kernels/kernels';
import type { Itemised, ParameterInfo } from './types';

/** Adds dW_t of one parameter to `to`, a zeroed matrix of the parameter's shape. */
export function itemise(k: Kernels, to: Handle, halves: readonly Half[], parameter: string, t: number): void {
  for (const { pass } of halves) {
    const contribution = pass.contributions().find((candidate) => candidate.parameter === parameter)!;
    accumulate(k, to, slice(contribution, t * pass.rows, pass.rows));
  }
}

/**
 * ‖dW_t‖ for every parameter and t without forming dW_t, by the Gram identity
 * ‖Σ_b l_b ⊗ r_b‖² = Σ_{b,b'} (l_b · l_b') (r_b · r_b'), in float64.
 */
export function itemisedNorms(k: Kernels, halves: readonly Half[], parameters: readonly ParameterInfo[]): Itemised[] {
  const steps = halves[0].pass.steps;
  const parts = halves.map(({ pass }) => pass.contributions());
  return parameters.map(({ name }) => {
    const found = parts.map((contributions) => contributions.find(({ parameter }) => parameter === name)!);
    const factors = found.map((contribution, half) => readFactors(k, contribution, halves[half].pass.rows));
    return { parameter: name, norms: Float64Array.from({ length: steps }, (_, t) => gramNorm(factors, t)) };
  });
}

/** The vectors l and r of one half of the batch; a kind without r has r·r' = 1, or 1 only where the tokens agree. */
interface Factors {
  readonly rows: number;
  readonly left: Vectors;
  readonly right: Vectors | null;
  readonly ids: Int32Array | null;
}

interface Vectors {
  readonly values: Float32Array | Float64Array;
  readonly width: number;
}

function readFactors(k: Kernels, of: Contribution, rows: number): Factors {
  return {
    rows,
    left: { values: k.read(of.left), width: of.left.cols },
    right: of.kind === 'outer' ? { values: k.read(of.right), width: of.right.cols } : null,
    ids: of.kind === 'scatter' ? k.readIndices(of.ids) : null,
  };
}

function gramNorm(halves: readonly Factors[], t: number): number {
  const rows = halves.flatMap((half) => Array.from({ length: half.rows }, (_, b) => ({ half, at: t * half.rows + b })));
  let sum = 0;
  rows.forEach((row, index) => {
    for (let other = index; other < rows.length; other++) {
      const weight = other === index ? 1 : 2;
      sum += weight * product(row.half, row.at, rows[other].half, rows[other].at);
    }
  });
  // Contributions that cancel may leave a rounding error below zero.
  return Math.sqrt(Math.max(0, sum));
}

function product(a: Factors, i: number, b: Factors, j: number): number {
  if (a.ids && b.ids && a.ids[i] !== b.ids[j]) return 0;
  const right = a.right && b.right ? dot(a.right, i, b.right, j) : 1;
  return dot(a.left, i, b.left, j) * right;
}

function dot(a: Vectors, i: number, b: Vectors, j: number): number {
  let sum = 0;
  for (let u = 0; u < a.width; u++) sum += a.values[i * a.width + u] * b.values[j * b.width + u];
  return sum;
}
