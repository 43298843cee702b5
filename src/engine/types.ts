/**
 * What goes into the engine and what comes out of it. Shapes use one legend everywhere:
 * T time, B batch, R = T·B rows (time-major: row t·B + b), E embedding, H hidden, G gates, V vocabulary.
 */

export type CellName = 'rnn_tanh' | 'rnn_relu' | 'lstm' | 'gru';

/** Which way a recurrent layer reads its sequence. */
export type Direction = 'forward' | 'reverse';

/** Shape of a model: embedding, 1-4 stacked recurrent layers, dense output. */
export interface ModelShape {
  readonly cell: CellName;
  readonly vocabularySize: number;
  readonly outputSize: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
}

/** One batch of sequences. Arrays are time-major: element t·B + b. */
export interface Batch {
  readonly steps: number;
  readonly rows: number;
  readonly inputs: Int32Array;
  /** Target ids; -1 where a step has no target. */
  readonly targets: Int32Array;
  /** Length of each row, <= steps. */
  readonly lengths: Int32Array;
  /** State before the first step, or null for zeros. */
  readonly initial: LayerStates | null;
}

/** State vectors by layer, then by the cell's state names (`h`, and `c` for LSTM): B × H row-major each. */
export type LayerStates = readonly Readonly<Record<string, Float32Array | Float64Array>>[];

/** What one pass over a batch measured. Losses in nats. */
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
  /** ‖dW_t‖ for each timestep, by the Gram identity where W is a recurrent or input weight. */
  readonly norms: Float64Array;
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
  readonly wiring: EngineWiring;
  /** The tensors `trace` gives, for a trace of `length` timesteps. */
  schema(length: number): readonly TracedTensor[];

  /**
   * Forward, loss and full backward of a training batch, always summed as two fixed halves of its rows.
   * Polls `cancelled` in the time loop. `truncation` > 0 cuts the recurrent gradient every so many steps.
   */
  gradients(batch: Batch, truncation: number, cancelled: () => boolean): PassReport | typeof CANCELLED;
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
  /** Forward, loss and backward of a one-row batch in the probe workspace; leaves training untouched. */
  probe(batch: Batch): PassReport;
  /** One step of one row for sampling: probabilities come as logits; `states` null starts from zero. */
  advance(token: number, states: LayerStates | null): { readonly logits: Float64Array; readonly states: LayerStates };

  /**
   * Values of every tensor of the schema for one row of the last pass, as fresh dense arrays (R collapses to T).
   * Padded steps have the row's last state, and zero gates, losses and gradients.
   */
  trace(workspace: Workspace, row: number): ReadonlyMap<string, Float32Array | Float64Array>;

  /** Gradient of each parameter (unclipped) after `gradients`. */
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
}

/** Settings of `createEngine`. */
export interface EngineOptions {
  readonly shape: ModelShape;
  readonly sizes: EngineSizes;
  readonly seed: number;
  readonly precision: 'float32' | 'float64';
  readonly optimizer: 'sgd' | 'adagrad' | 'rmsprop' | 'adam' | 'adamw';
  readonly learningRate: number;
}
