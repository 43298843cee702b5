import { colsOf, rowsOf } from '../arena';
import { CELLS } from '../cells/table';
import type { Handle, KernelsBuild } from '../kernels/kernels';
import { isRecurrent } from '../parameters';
import type { NamedArray } from '../types';
import { Sweep, type Subject } from './sweep';

/** What one loss adds to the gradient of one recurrent layer's parameter at one source step: ∂L_t/∂W through step k alone. */
export interface LossItem {
  readonly parameter: string;
  readonly norm: number;
  /** The same for the rows of each gate, in the cell's order; for a vanilla cell its one block. */
  readonly gates: Float64Array;
}

/** The items of one source step k, from the loss's own timestep back to the first. */
export interface LossStep {
  readonly k: number;
  readonly items: readonly LossItem[];
  /** The whole matrix of one item, of the parameter's shape. Only until the next step is asked for. */
  matrix(parameter: string): NamedArray;
}

/**
 * One loss itemised over the steps it was made of: ∂L_t/∂W = Σ_k (∂L_t/∂a_k) ⊗ (x_k or h_{k-1}), for k = t, t-1, ..., 0
 * and every parameter of the recurrent layers. L_t in nats, not divided by the number of targets. Stop iterating to
 * cancel. Throws a `RangeError` for a timestep outside the sequence.
 */
export function* lossItems(subject: Subject, t: number, build?: KernelsBuild): Generator<LossStep, void, void> {
  const { shape, batch } = subject;
  if (!Number.isInteger(t) || t < 0 || t >= batch.lengths[0])
    throw new RangeError(`Timestep ${t} lies outside the sequence, 0 to ${batch.lengths[0] - 1}.`);
  const sweep = new Sweep(subject, 1, build);
  const { k: kernels, weights, pass } = sweep;
  const top = shape.layers - 1;
  const H = shape.hiddenSize;
  const { blocks } = CELLS[shape.cell];
  const contributions = pass.contributions().filter(({ parameter }) => isRecurrent(parameter));

  for (let layer = 0; layer <= top; layer++) sweep.clear(layer, t, 0, 1);
  kernels.matmul(sweep.at(top, t, 1).dh, rowsOf(pass.output.dLogits, t, 1), weights.output.back, false);
  for (let k = t; k >= 0; k--) {
    const found: Piece[] = [];
    for (let layer = top; layer >= 0; layer--) {
      sweep.back(layer, k, 1, layer > 0);
      const { names } = weights.layers[layer][0];
      for (const of of contributions) {
        if (of.kind === 'scatter' || !Object.values<string>(names).includes(of.parameter)) continue;
        const recurrent = of.parameter === names.recurrentWeight || of.parameter === names.recurrentBias;
        const da = recurrent ? sweep.scratch.daRecurrent : sweep.scratch.da;
        const firstRow = of.kind === 'outer' ? of.firstRow : 0;
        const left = read(colsOf(da, firstRow, of.left.cols), 0);
        const right = of.kind === 'outer' ? read(of.right, k) : Float64Array.of(1);
        found.push({ parameter: of.parameter, firstRow, left, right });
      }
    }
    const items = [...new Set(found.map(({ parameter }) => parameter))].map((parameter) => {
      const pieces = found.filter((piece) => piece.parameter === parameter);
      const gates = Float64Array.from({ length: blocks }, (_, gate) => gateNorm(pieces, gate * H, H));
      return { parameter, norm: length(gates), gates };
    });
    yield { k, items, matrix };

    function matrix(parameter: string): NamedArray {
      const pieces = found.filter((piece) => piece.parameter === parameter);
      if (pieces.length === 0)
        throw new RangeError(`No recurrent layer of this model has a parameter named ${parameter}.`);
      const { shape: dims } = subject.parameters.find(({ name }) => name === parameter)!;
      const data = new Float64Array(dims.reduce((product, size) => product * size, 1));
      for (const { firstRow, left, right } of pieces)
        left.forEach((l, i) => right.forEach((r, j) => (data[(firstRow + i) * right.length + j] = l * r)));
      return { name: parameter, shape: dims, data };
    }
  }

  function read(from: Handle, row: number): Float64Array {
    return Float64Array.from(kernels.read(rowsOf(from, row, 1)));
  }
}

/** Some rows of ∂L_t/∂W at one step: left ⊗ right. */
interface Piece {
  readonly parameter: string;
  readonly firstRow: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** The norm of `count` rows from `first` on, which lie in one piece. */
function gateNorm(pieces: readonly Piece[], first: number, count: number): number {
  const { firstRow, left, right } = pieces.find(
    (own) => first >= own.firstRow && first < own.firstRow + own.left.length,
  )!;
  return length(left.subarray(first - firstRow, first - firstRow + count)) * length(right);
}

function length(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
