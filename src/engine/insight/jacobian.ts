import { CELLS } from '../cells/table';
import type { KernelsBuild } from '../kernels/kernels';
import { topSingularValues } from './singularValues';
import { Sweep, type Subject } from './sweep';

/** The Jacobian from one state of a layer to a later one of the same layer. */
export interface StateJacobian {
  readonly k: number;
  /** ‖∂h_t/∂h_k‖ (Frobenius). For an LSTM c_k is held fixed: this is the path through h_k alone. */
  readonly norm: number;
  /** Largest singular values of ∂h_t/∂h_k, falling. */
  readonly singularValues: Float64Array;
  /** LSTM only: the path that stays in the cell, ∂c_t/∂c_k = diag(Π f): its norm and its largest entry. */
  readonly memory: { readonly norm: number; readonly largest: number } | null;
}

/**
 * ∂h_t/∂h_k of a layer for k = t-1, t-2, ..., 0: the rows of the identity, carried back through time together. `count`
 * singular values each. Stop iterating to cancel. Throws a `RangeError` for a timestep outside the sequence.
 */
export function* stateJacobians(
  subject: Subject,
  layer: number,
  t: number,
  count = 4,
  build?: KernelsBuild,
): Generator<StateJacobian, void, void> {
  const H = subject.shape.hiddenSize;
  const T = subject.batch.lengths[0];
  if (!Number.isInteger(t) || t < 0 || t >= T)
    throw new RangeError(`Timestep ${t} lies outside the sequence, 0 to ${T - 1}.`);
  if (!Number.isInteger(layer) || layer < 0 || layer >= subject.shape.layers)
    throw new RangeError(`This model has no recurrent layer ${layer}.`);
  const sweep = new Sweep(subject, H, build);
  const { k: kernels } = sweep;
  const cell = CELLS[subject.shape.cell];
  const forget = cell.gates.findIndex(({ symbol }) => symbol === 'f');
  const gates = kernels.read(sweep.pass.layers[layer].directions[0].positions.gates);
  const carousel = new Float64Array(H).fill(1);
  sweep.clear(layer, t, 0, H);
  kernels.write(
    sweep.at(layer, t, H).dh,
    Float64Array.from({ length: H * H }, (_, i) => (i % (H + 1) === 0 ? 1 : 0)),
  );
  for (let now = t; now > 0; now--) {
    sweep.back(layer, now, H, false);
    if (forget >= 0) for (let u = 0; u < H; u++) carousel[u] *= gates[(now * cell.blocks + forget) * H + u];
    const jacobian = Float64Array.from(kernels.read(sweep.at(layer, now - 1, H).dh));
    yield {
      k: now - 1,
      norm: frobenius(jacobian),
      singularValues: topSingularValues(jacobian, H, count),
      memory: forget < 0 ? null : { norm: frobenius(carousel), largest: Math.max(...carousel) },
    };
  }
}

function frobenius(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
