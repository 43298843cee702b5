/** What a recurrent cell is to the engine: shared matrix products and a short element-wise part, per timestep. */
import type { GateStep, Handle, Kernels, PackedHandle } from '../kernels/kernels';

/** A gate as a trace names it; gates lie side by side in PyTorch's order. */
interface GateInfo {
  readonly symbol: string;
  readonly label: string;
}

/** A weight W (out × in), packed for x · Wᵀ, and for the way back, dy · W. */
export interface PackedWeight {
  readonly weight: Handle;
  readonly there: PackedHandle;
  readonly back: PackedHandle;
}

/** The recurrent side of a layer's parameters. */
export interface RecurrentWeights {
  /** The rows of W_hh that multiply h_{t-1}. */
  readonly recurrent: PackedWeight;
  /** The rows of W_hh that multiply the kept vector instead; none for most cells. */
  readonly kept: PackedWeight;
  /** b_hh, 1 × GH. */
  readonly recurrentBias: Handle;
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
  /** Blocks of W_hh, the last ones, that multiply the kept vector instead of h_{t-1}. */
  readonly keptBlocks: number;
  forward(k: Kernels, weights: RecurrentWeights, step: GateStep): void;
  backward(k: Kernels, weights: RecurrentWeights, step: GateStep): void;
}
