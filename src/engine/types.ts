/**
 * What goes into the engine and what comes out of it. Shapes use one legend everywhere:
 * T time, B batch, R = T·B rows (time-major: row t·B + b), E embedding, H hidden, G gates, V vocabulary.
 */

import type { Schedule } from './schedule';

export type CellName = 'rnn_tanh' | 'rnn_relu' | 'lstm' | 'gru' | 'gru_reset_before';

/** Which way a recurrent layer reads its sequence. */
export type Direction = 'forward' | 'reverse';

/** Shape of a model: embedding, 1-4 stacked recurrent layers in one direction or both, dense output. */
export interface ModelShape {
  readonly cell: CellName;
  readonly vocabularySize: number;
  readonly outputSize: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  /** Each layer reads its sequence both ways; the states of the two directions stand side by side, [h→ ; h←]. */
  readonly bidirectional?: boolean;
  /** What a timestep takes in: a token (default), or `embeddingSize` numbers, which no embedding turns into others. */
  readonly input?: 'token' | 'vector';
  /** What a timestep gives: scores of classes with cross-entropy (default), or numbers with mean-squared error. */
  readonly output?: 'classes' | 'numbers';
  /** One answer for a whole sequence instead of one at each step: the mean of the steps' scores. */
  readonly pooling?: 'mean';
  /** W_hy is the embedding's matrix (Press & Wolf 2017): tokens in and out are the same, and E = H. */
  readonly tied?: boolean;
  /** The share of each layer's outputs, but the last layer's, that training drops (Zaremba et al. 2014); default 0. */
  readonly dropout?: number;
}

/** One batch of sequences. Arrays are time-major: element t·B + b. */
export interface Batch {
  readonly steps: number;
  readonly rows: number;
  /** Token ids; none for a model that takes vectors. */
  readonly inputs: Int32Array;
  /** For a model that takes vectors: R × E. */
  readonly vectors?: Float32Array | Float64Array;
  /** Target ids; -1 where a step has no target. A pooling model takes the one at each row's last step. A model that gives numbers has a target where the id is not -1. */
  readonly targets: Int32Array;
  /** For a model that gives numbers: what they should be, R × O. */
  readonly wanted?: Float32Array | Float64Array;
  /** Length of each row, <= steps. */
  readonly lengths: Int32Array;
  /** State before the first step, or null for zeros. */
  readonly initial: LayerStates | null;
}

/** State vectors by layer and direction, as PyTorch stacks them, then by state name (`h`; `c` for LSTM): B × H each. */
export type LayerStates = readonly Readonly<Record<string, Float32Array | Float64Array>>[];

/** What one pass over a batch measured. Losses in nats, or squared errors averaged over a step's numbers. */
export interface PassReport {
  /** Mean over all target tokens of the batch; NaN when it has none. */
  readonly loss: number;
  readonly targetCount: number;
}

/** What one update did. */
export interface UpdateReport {
  /** Global L2 norm of the unclipped gradient. */
  readonly gradientNorm: number;
  /** Factor applied to the gradient by global-norm clipping, 1 when it did not bite. */
  readonly clipFactor: number;
  /** The learning rate that the schedule gave this step. */
  readonly learningRate: number;
  /** False when loss, gradient or parameters stopped being finite; the update was then not applied. */
  readonly finite: boolean;
}

/** One named tensor of a trace, with its values (structurally the protocol's `TensorInfo` plus data). */
export interface TracedTensor {
  readonly id: string;
  readonly label: string;
  readonly symbol: string;
  readonly role: 'state' | 'memory' | 'gate' | 'gradient' | 'logits' | 'loss';
  readonly layer: number | null;
  readonly direction: Direction | null;
  readonly axes: readonly ('time' | 'unit' | 'token')[];
  readonly shape: readonly number[];
  readonly of: string | null;
}

/** A named parameter as it leaves or enters the engine: PyTorch's name and shape. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** Returned when the caller's flag asked to abandon a pass; no parameter, moment or carried state has changed. */
export const CANCELLED = Symbol('cancelled');

/** A parameter as views know it. */
export interface ParameterInfo {
  /** PyTorch's name: `embedding.weight`, `rnn.weight_ih_l0`, ..., `output.weight`, `output.bias`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** The textbook's symbol: `E`, `W_xh`, `W_hh`, `b_xh`, `b_hh`, `W_hy`, `b_y`. */
  readonly symbol: string;
}

/** Node and edge of the graph that is unrolled (structurally the protocol's `Wiring`). */
export interface EngineWiring {
  readonly nodes: readonly {
    readonly id: string;
    readonly symbol: string;
    readonly label: string;
    readonly role: 'input' | 'state' | 'memory' | 'output' | 'loss';
    readonly layer: number | null;
    readonly direction: Direction | null;
    readonly value: string | null;
    readonly gradient: string | null;
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly lag: -1 | 0 | 1;
    readonly parameter: string | null;
    readonly symbol: string | null;
  }[];
}

/** One of several batches whose mean gradient makes one step (gradient accumulation); parts are equal shares. */
export interface BatchPart {
  readonly index: number;
  readonly count: number;
}

/** Two workspaces share the parameters: the training batch, and a single row for probes and samples. */
export type Workspace = 'training' | 'probe';

/** Sizes fixed when the arena is allocated; batches may be shorter, never larger. */
export interface EngineSizes {
  readonly steps: number;
  readonly rows: number;
  readonly probeSteps: number;
}

/** The parts of one parameter's gradient by timestep, for the last training batch, summed over its rows, unclipped. */
export interface Itemised {
  readonly parameter: string;
  /** ‖dW_t‖ for each timestep. */
  readonly norms: Float64Array;
  /** For a recurrent layer's parameter, the same for the rows of each gate, in the cell's order; else empty. */
  readonly gates: readonly Float64Array[];
}

/** The engine's public face: numbers in, numbers out. See `createEngine`. */
export interface Engine {
  readonly shape: ModelShape;
  readonly sizes: EngineSizes;
  readonly precision: 'float32' | 'float64';
  readonly parameters: readonly ParameterInfo[];
  readonly parameterCount: number;
  /** Bytes of the arena. */
  readonly bytes: number;
  /** Threads that share a training batch now: 2 once a second one has started up. */
  readonly threads: number;
  readonly wiring: EngineWiring;
  /** The tensors `trace` gives, for a trace of `length` timesteps. */
  schema(length: number): readonly TracedTensor[];

  /**
   * Forward, loss and full backward of a training batch, always summed as two fixed halves of its rows.
   * Polls `cancelled` in the time loop. `truncation` > 0 cuts the recurrent gradient every so many steps. As a part of
   * several it adds its share to the gradients of the parts before; after a cancelled part they begin anew.
   */
  gradients(
    batch: Batch,
    truncation: number,
    cancelled: () => boolean,
    part?: BatchPart,
  ): PassReport | typeof CANCELLED;
  /** Clips by global norm (0: never) and lets the optimiser take one step. Refuses (finite: false) instead of applying NaN. */
  update(clipNorm: number): UpdateReport;
  /** State after the last step of the last training batch, to be carried on as `initial`. */
  finalStates(workspace: Workspace): LayerStates;
  /** Gradient of the loss by the initial state of the last training or probe batch. */
  initialGradients(workspace: Workspace): LayerStates;

  /**
   * Forward and loss only, in the training workspace: its trace and itemised gradients are gone afterwards.
   * Sum of losses (nats) and number of targets.
   */
  evaluate(batch: Batch): { readonly lossSum: number; readonly targetCount: number };
  /**
   * Forward only, in the training workspace, as `evaluate`: the scores of each position, R × O time-major, or of each
   * row, B × O, for a model that pools.
   */
  answers(batch: Batch): Float64Array;
  /** The same scores of the batch that was evaluated last. */
  lastAnswers(): Float64Array;
  /** Forward, loss and backward of a one-row batch, nothing dropped, in the probe workspace; leaves training untouched. */
  probe(batch: Batch): PassReport;
  /** One step of one row for sampling, reading forward only: probabilities come as logits; `states` null starts from zero. */
  advance(token: number, states: LayerStates | null): { readonly logits: Float64Array; readonly states: LayerStates };

  /**
   * Values of every tensor of the schema for one row of the last pass, as fresh dense arrays (R collapses to T).
   * Padded steps have the row's last state, and zero gates, losses and gradients.
   */
  trace(workspace: Workspace, row: number): ReadonlyMap<string, Float32Array | Float64Array>;

  /** Gradient of each parameter (unclipped) after `gradients`; of the parts so far when it is one of several. */
  readGradients(): readonly NamedArray[];
  /** One parameter's gradient at timestep t alone (sum over rows), for the last training batch. */
  itemisedGradient(parameter: string, t: number): NamedArray;
  /** Norms of the itemised gradient of every parameter. */
  itemisedNorms(): readonly Itemised[];

  readParameters(): readonly NamedArray[];
  /** Unknown names or wrong shapes throw a `RangeError` that names them. */
  writeParameters(arrays: readonly NamedArray[]): void;
  /** Optimiser moments and running powers, to continue bit for bit. */
  readOptimizer(): { readonly arrays: readonly NamedArray[]; readonly step: number };
  writeOptimizer(state: { readonly arrays: readonly NamedArray[]; readonly step: number }): void;

  /** Ends the second thread, if the engine had one; the engine goes on without it. */
  dispose(): void;
}

/** Settings of `createEngine`. */
export interface EngineOptions {
  readonly shape: ModelShape;
  readonly sizes: EngineSizes;
  readonly seed: number;
  readonly precision: 'float32' | 'float64';
  readonly optimizer: 'sgd' | 'adagrad' | 'rmsprop' | 'adam' | 'adamw';
  readonly learningRate: number;
  /** Default: constant. */
  readonly schedule?: Schedule;
  /** μ of sgd; the other optimisers ignore it. */
  readonly momentum?: number;
}
