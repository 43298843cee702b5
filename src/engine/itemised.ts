/** The gradient of each parameter by timestep: dW = Σ_t dW_t, each dW_t summed over the rows of the batch. */
import { CELLS } from './cells/table';
import { accumulate, slice, type Contribution } from './contributions';
import type { Half } from './halves';
import type { Handle, Kernels } from './kernels/kernels';
import { isRecurrent } from './parameters';
import type { Engine, Itemised } from './types';

/** Adds dW_t of one parameter to `to`, a zeroed matrix of the parameter's shape. */
export function itemise(k: Kernels, to: Handle, halves: readonly Half[], parameter: string, t: number): void {
  for (const { pass } of halves) {
    for (const contribution of pass.contributions())
      if (contribution.parameter === parameter) accumulate(k, to, slice(contribution, t * pass.rows, pass.rows));
  }
}

/**
 * ‖dW_t‖ for every parameter, gate and t without forming dW_t, by the Gram identity
 * ‖Σ_b l_b ⊗ r_b‖² = Σ_{b,b'} (l_b · l_b') (r_b · r_b'), in float64.
 */
export function itemisedNorms(
  k: Kernels,
  halves: readonly Half[],
  { shape, parameters }: Pick<Engine, 'shape' | 'parameters'>,
): Itemised[] {
  const { steps } = halves[0].pass;
  const all = halves.flatMap(({ pass }) => pass.contributions().map((of) => readFactors(k, of, pass.rows)));
  return parameters.map(({ name, shape: [height] }) => {
    const own = all.filter(({ parameter }) => parameter === name);
    const blocks = isRecurrent(name) ? CELLS[shape.cell].blocks : 1;
    const squares = Array.from({ length: steps }, (_, t) => squaresAt(own, t, blocks, height / blocks));
    const gates = blocks > 1 ? Array.from({ length: blocks }, (_, gate) => gate) : [];
    return {
      parameter: name,
      norms: Float64Array.from(squares, (of) => Math.sqrt(of.reduce((sum, square) => sum + square, 0))),
      gates: gates.map((gate) => Float64Array.from(squares, (of) => Math.sqrt(of[gate]))),
    };
  });
}

interface Vectors {
  readonly values: ArrayLike<number>;
  readonly width: number;
}

/** l and r of one contribution in one half of the batch: l stands in the rows of W from `first` on, or is the unit vector of an id. */
interface Factors {
  readonly parameter: string;
  readonly rows: number;
  readonly first: number;
  readonly left: Vectors;
  readonly ids: ArrayLike<number> | null;
  /** Without it r is 1. */
  readonly right: Vectors | null;
}

function readFactors(k: Kernels, of: Contribution, rows: number): Factors {
  const read = (matrix: Handle): Vectors => ({ values: k.read(matrix), width: matrix.cols });
  const left = read(of.left);
  const plain = { parameter: of.parameter, rows, first: 0, left, ids: null, right: null };
  switch (of.kind) {
    case 'outer':
      return { ...plain, first: of.firstRow, right: read(of.right) };
    case 'rows':
      return plain;
    case 'scatter':
      return { ...plain, ids: k.readIndices(of.ids), right: left };
  }
}

/** ‖dW_t‖² by blocks of so many of W's rows. */
function squaresAt(factors: readonly Factors[], t: number, blocks: number, height: number): Float64Array {
  const vectors = factors.flatMap((of) => Array.from({ length: of.rows }, (_, b) => ({ of, at: t * of.rows + b })));
  const squares = new Float64Array(blocks);
  vectors.forEach(({ of: a, at: i }, index) => {
    for (let other = index; other < vectors.length; other++) {
      const { of: b, at: j } = vectors[other];
      if (a.ids && b.ids && a.ids[i] !== b.ids[j]) continue;
      const right = a.right && b.right ? dot(a.right, i, 0, b.right, j, 0, a.right.width) : 1;
      const weight = (other === index ? 1 : 2) * right;
      for (let block = 0; block < blocks; block++)
        squares[block] += weight * leftDot(a, i, b, j, block * height, height);
    }
  });
  // Contributions that cancel may leave a rounding error below zero.
  return squares.map((square) => Math.max(0, square));
}

/** l_i · l'_j in the rows `[row, row + height)` of W. */
function leftDot(a: Factors, i: number, b: Factors, j: number, row: number, height: number): number {
  if (a.ids && b.ids) return a.ids[i] >= 0 ? 1 : 0;
  if (a.ids) return a.ids[i] >= 0 ? b.left.values[j * b.left.width + a.ids[i]] : 0;
  if (b.ids) return leftDot(b, j, a, i, row, height);
  const outside = ({ first, left }: Factors): boolean => row < first || row + height > first + left.width;
  return outside(a) || outside(b) ? 0 : dot(a.left, i, row - a.first, b.left, j, row - b.first, height);
}

/** Of `count` elements of a row each, from `p` and `q` on. */
function dot(a: Vectors, i: number, p: number, b: Vectors, j: number, q: number, count: number): number {
  let sum = 0;
  for (let u = 0; u < count; u++) sum += a.values[i * a.width + p + u] * b.values[j * b.width + q + u];
  return sum;
}
