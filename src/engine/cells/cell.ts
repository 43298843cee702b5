/** What a recurrent cell is to the engine: shared matrix products and a short element-wise part, per timestep. */
import type { Handle, IndexHandle, Kernels, PackedHandle } from '../kernels/kernels';

/** A gate as a trace names it; gates lie side by side in PyTorch's order. */
export interface GateInfo {
  readonly symbol: string;
  readonly label: string;
}

/** The recurrent side of a layer's parameters, packed for this step. */
export interface RecurrentWeights {
  /** h_{t-1} · W_hhᵀ, and back: da_t · W_hh. */
  readonly recurrent: PackedHandle;
  readonly recurrentBack: PackedHandle;
  /** b_hh, 1 × GH. */
  readonly recurrentBias: Handle;
}

/**
 * Everything one timestep touches; B rows each. `prev` is the step the recurrence comes from: t-1, or t+1 in a reverse
 * layer. Handles a cell does not need have no columns. d… is the gradient of the loss by …; dh and dc are total.
 */
export interface CellStep {
  readonly t: number;
  readonly lengths: IndexHandle;
  /** B × GH: holds x_t · W_ihᵀ + b_ih before the step, the gates after it. */
  readonly gates: Handle;
  /** B × GH: gradient of the pre-activations, input side and recurrent side (the same handle unless `separate`). */
  readonly da: Handle;
  readonly daRecurrent: Handle;
  /** B × H: what the forward keeps for the backward besides gates and states. */
  readonly kept: Handle;
  /** B × GH scratch for the recurrent side of the pre-activations. */
  readonly recurrent: Handle;
  readonly h: Handle;
  readonly hPrev: Handle;
  readonly dh: Handle;
  readonly dhPrev: Handle;
  readonly c: Handle;
  readonly cPrev: Handle;
  readonly dc: Handle;
  readonly dcPrev: Handle;
}

export interface Cell {
  readonly label: string;
  /** Blocks of H rows in the cell's weights. */
  readonly blocks: number;
  readonly gates: readonly GateInfo[];
  /** The state vectors carried from step to step: `h`, and `c` for a cell with a memory. */
  readonly states: readonly ('h' | 'c')[];
  /** Whether the forward keeps one more vector per step for the backward. */
  readonly keeps: boolean;
  /** Whether input side and recurrent side of the pre-activations have different gradients (else b_hh joins b_ih). */
  readonly separate: boolean;
  forward(k: Kernels, weights: RecurrentWeights, step: CellStep): void;
  backward(k: Kernels, weights: RecurrentWeights, step: CellStep): void;
}
