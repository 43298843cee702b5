import { rowsOf } from '../arena';
import type { KernelsBuild } from '../kernels/kernels';
import { Sweep, type Subject } from './sweep';

/** How every loss from timestep k on depends on the hidden state of one layer after timestep k. */
export interface CreditRow {
  readonly layer: number;
  readonly k: number;
  /** ‖∂L_t/∂h_k‖ for t = k, k+1, ...: the row of the credit matrix. L_t in nats, not divided by the number of targets. */
  readonly norms: Float64Array;
  /** ‖Σ_{t >= k+w} ∂L_t/∂h_k‖ for w = 0, 1, ...: what a window of w timesteps cuts off. */
  readonly tails: Float64Array;
  /** Σ_t ∂L_t/∂h_k, the whole gradient of the summed loss. */
  readonly total: Float64Array;
}

/**
 * The credit matrix ‖∂L_t/∂h_k‖, t >= k, by one backward sweep in which the losses are the batch: at timestep k there are
 * T - k of them. Yields the rows of all layers for k = T-1, T-2, ..., so that they can be shown while they fill; stop
 * iterating to cancel.
 */
export function* creditMatrix(subject: Subject, build?: KernelsBuild): Generator<readonly CreditRow[], void, void> {
  const T = subject.batch.lengths[0];
  const sweep = new Sweep(subject, Math.max(1, T), build);
  const { k: kernels, weights, pass } = sweep;
  const top = subject.shape.layers - 1;
  for (let k = T - 1; k >= 0; k--) {
    // Losses stand in falling order of time: row r is that of timestep T-1-r, and L_k is the newest row.
    const rows = T - k;
    for (let layer = 0; layer <= top; layer++) sweep.clear(layer, k, rows - 1, 1);
    const direct = rowsOf(pass.output.dLogits, k, 1);
    kernels.matmul(rowsOf(sweep.at(top, k, rows).dh, rows - 1, 1), direct, weights.output.back, false);
    const found: CreditRow[] = [];
    for (let layer = top; layer >= 0; layer--) {
      const vectors = kernels.read(sweep.at(layer, k, rows).dh);
      found.unshift({ layer, k, ...measure(vectors, rows, subject.shape.hiddenSize) });
      sweep.back(layer, k, rows, layer > 0);
    }
    yield found;
  }
}

/** Norms of the vectors and of their running sums, from the last loss to the first; returned by distance t - k. */
function measure(vectors: Float32Array | Float64Array, rows: number, width: number) {
  const norms = new Float64Array(rows);
  const tails = new Float64Array(rows);
  const total = new Float64Array(width);
  for (let r = 0, i = 0; r < rows; r++) {
    let own = 0;
    let sum = 0;
    for (let u = 0; u < width; u++, i++) {
      total[u] += vectors[i];
      own += vectors[i] * vectors[i];
      sum += total[u] * total[u];
    }
    norms[rows - 1 - r] = Math.sqrt(own);
    tails[rows - 1 - r] = Math.sqrt(sum);
  }
  return { norms, tails, total };
}

/**
 * The share of the gradient by all hidden states of one layer that each window loses: entry w is
 * √(Σ_k ‖what w timesteps cut off‖²) / √(Σ_k ‖∂L/∂h_k‖²), 1 at w = 0; w = T loses nothing. May exceed 1 where losses
 * disagree. NaN when there is no gradient at all.
 */
export function truncationLoss(rows: readonly CreditRow[]): Float64Array {
  const squares = new Float64Array(rows.length + 1);
  for (const { tails } of rows) tails.forEach((tail, w) => (squares[w] += tail * tail));
  return squares.map((square) => Math.sqrt(square / squares[0]));
}
