/**
 * A trace is everything a model did on one sequence at one training step: named tensors and the graph that
 * wires them. Nothing here names a cell, so attention, two directions or an encoder-decoder need no new message.
 */

/** What one dimension of a tensor counts. */
export type Axis = 'time' | 'unit' | 'token';

/** What a tensor means, so that a view can choose how to draw it without knowing the model. */
export type Role = 'state' | 'memory' | 'gate' | 'gradient' | 'logits' | 'loss';

/** Which way a recurrent layer reads the sequence. */
export type Direction = 'forward' | 'reverse';

/** Describes one tensor of a trace; its values travel separately, row-major, outermost axis first. */
export interface TensorInfo {
  /** Unique in the trace, e.g. `l0.h`, `l0.gate.f`, `l0.dh`, `logits`, `loss`. */
  readonly id: string;
  /** Plain words, e.g. `hidden state`, `forget gate`. */
  readonly label: string;
  /** The textbook's symbol, e.g. `h`, `f`, `∂L/∂h`. */
  readonly symbol: string;
  readonly role: Role;
  /** Zero-based layer, or null for what belongs to no layer. */
  readonly layer: number | null;
  readonly direction: Direction | null;
  readonly axes: readonly Axis[];
  readonly shape: readonly number[];
  /** For a gradient: the id of the tensor it is the gradient of. */
  readonly of: string | null;
}

/** One node of the wiring, drawn once per timestep. */
export interface WiringNode {
  readonly id: string;
  /** The textbook's symbol without its time index: `x`, `h`, `c`, `y`, `L`. */
  readonly symbol: string;
  readonly label: string;
  readonly role: 'input' | 'state' | 'memory' | 'output' | 'loss';
  readonly layer: number | null;
  readonly direction: Direction | null;
  /** Tensor with the node's value at each timestep, and with the gradient of the loss by that value. */
  readonly value: string | null;
  readonly gradient: string | null;
}

/** One edge of the wiring; the same parameter at every timestep is the same object (weight sharing). */
export interface WiringEdge {
  readonly from: string;
  readonly to: string;
  /** 0: same timestep; 1: from t-1 to t; -1: from t+1 to t (reverse direction). */
  readonly lag: -1 | 0 | 1;
  /** PyTorch name of the weight on this edge (`weight_hh_l0`), or null for an edge without one. */
  readonly parameter: string | null;
  /** The textbook's symbol of that weight: `W_xh`, `W_hh`, `W_hy`. */
  readonly symbol: string | null;
}

/** The graph that is unrolled over time. */
export interface Wiring {
  readonly nodes: readonly WiringNode[];
  readonly edges: readonly WiringEdge[];
}

/** Everything about a trace that does not change from step to step. `shape[0]` of a time tensor is `length`. */
export interface TraceSchema {
  readonly tensors: readonly TensorInfo[];
  readonly wiring: Wiring;
}

/**
 * `training`: one row of the very batch the optimiser used, before clipping.
 * `probe`: forward, loss and backward without update, over the text on screen.
 */
export type TraceKind = 'training' | 'probe';

/** Which part of which trace: the key by which the worker finds a pinned trace again. */
export interface TraceKey {
  readonly run: string;
  readonly kind: TraceKind;
  readonly step: number;
}

/** Where a trace lies in the run's text. Positions index the run's token sequence. */
export interface TraceHead extends TraceKey {
  /** Row of the batch that is traced (0 for a probe). */
  readonly row: number;
  /** Token position of column 0. */
  readonly position: number;
  /** Number of columns (timesteps). */
  readonly length: number;
}

/** Values of one tensor over the columns `from..to` (exclusive), row-major, in the tensor's own shape but for time. */
export interface TensorSlice {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly data: Float32Array;
}
