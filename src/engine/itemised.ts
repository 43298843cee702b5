/** The gradient of each parameter by timestep: dW = Σ_t dW_t, each dW_t summed over the rows of the batch. */
import { rowsOf } from './arena';
import { CELLS } from './cells/table';
import { accumulate, slice, type Contribution } from './contributions';
import type { Half } from './halves';
import type { Handle, Kernels } from './kernels/kernels';
import { isRecurrent } from './parameters';
import type { Engine, Itemised } from './types';
import type { ParameterSet } from './weights';

/** Adds dW_t of one parameter to `to`, a zeroed matrix of the parameter's shape. */
export function itemise(k: Kernels, to: Handle, halves: readonly Half[], parameter: string, t: number): void {
  for (const { pass } of halves) {
    for (const contribution of pass.contributions())
      if (contribution.parameter === parameter) accumulate(k, to, slice(contribution, t * pass.rows, pass.rows));
  }
}

/**
 * ‖dW_t‖ for every parameter, gate and t without forming dW_t, by the Gram identity
 * ‖Σ_b l_b ⊗ r_b‖² = Σ_{b,b'} (l_b · l_b') (r_b · r_b'), in float64; only a parameter with more than one kind of
 * contribution (tied weights, a GRU that resets before its product) is formed in `scratch`.
 */
export function itemisedNorms(
  k: Kernels,
  halves: readonly Half[],
  { shape, parameters }: Pick<Engine, 'shape' | 'parameters'>,
  scratch: ParameterSet,
): Itemised[] {
  const steps = halves[0].pass.steps;
  const parts = halves.map(({ pass }) => pass.contributions());
  const cell = CELLS[shape.cell];
  return parameters.map(({ name }) => {
    const found = parts.map((contributions) => contributions.filter(({ parameter }) => parameter === name));
    const blocks = isRecurrent(name) ? cell.blocks : 1;
    const squaresAt =
      found[0].length > 1
        ? (t: number) => formedSquares(k, scratch.get(name)!, halves, name, t, blocks)
        : gramSquares(
            found.map(([contribution], half) => readFactors(k, contribution, halves[half].pass.rows)),
            blocks,
          );
    const squares = Array.from({ length: steps }, (_, t) => squaresAt(t));
    const gates = blocks > 1 ? Array.from({ length: blocks }, (_, gate) => gate) : [];
    return {
      parameter: name,
      norms: Float64Array.from(squares, (own) => Math.sqrt(own.reduce((sum, square) => sum + square, 0))),
      gates: gates.map((gate) => Float64Array.from(squares, (own) => Math.sqrt(own[gate]))),
    };
  });
}

/** ‖dW_t‖² by blocks of W's rows, of the matrix itself. */
function formedSquares(
  k: Kernels,
  place: Handle,
  halves: readonly Half[],
  parameter: string,
  t: number,
  blocks: number,
): Float64Array {
  k.fill(place, 0);
  itemise(k, place, halves, parameter, t);
  const height = place.rows / blocks;
  return Float64Array.from({ length: blocks }, (_, block) => k.sumSquares(rowsOf(place, block * height, height)));
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

/** ‖dW_t‖² by blocks of W's rows, which are blocks of l's columns. */
function gramSquares(halves: readonly Factors[], blocks: number): (t: number) => Float64Array {
  return (t) => {
    const rows = halves.flatMap((half) =>
      Array.from({ length: half.rows }, (_, b) => ({ half, at: t * half.rows + b })),
    );
    const squares = new Float64Array(blocks);
    rows.forEach(({ half: a, at: i }, index) => {
      for (let other = index; other < rows.length; other++) {
        const { half: b, at: j } = rows[other];
        if (a.ids && b.ids && a.ids[i] !== b.ids[j]) continue;
        const right = a.right && b.right ? dot(a.right, i, b.right, j, 0, a.right.width) : 1;
        const weight = (other === index ? 1 : 2) * right;
        const width = a.left.width / blocks;
        for (let block = 0; block < blocks; block++)
          squares[block] += weight * dot(a.left, i, b.left, j, block * width, width);
      }
    });
    // Contributions that cancel may leave a rounding error below zero.
    return squares.map((square) => Math.max(0, square));
  };
}

/** Of `count` elements from `first` on of a row each. */
function dot(a: Vectors, i: number, b: Vectors, j: number, first: number, count: number): number {
  let sum = 0;
  for (let u = first; u < first + count; u++) sum += a.values[i * a.width + u] * b.values[j * b.width + u];
  return sum;
}
