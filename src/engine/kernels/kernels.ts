/**
 * The kernel interface: everything the engine does to numbers, in plain TypeScript (float32, float64) and on SIMD. Kernels
 * take handles into one arena, never typed arrays, so that an implementation may live in WebAssembly memory.
 * Convention: row vectors. A matrix product is `rows × inner · inner × cols`; weights keep PyTorch's (out × in) layout.
 */

/** A row-major matrix in the arena. All figures count elements; row r begins at `offset + r * ld`. */
export interface Handle {
  readonly offset: number;
  readonly rows: number;
  readonly cols: number;
  readonly ld: number;
}

/** A run of 32-bit integers in the arena: token ids, lengths. -1 means "none". */
export interface IndexHandle {
  readonly offset: number;
  readonly length: number;
}

/** A weight matrix packed once per step for products from the left; only `pack` writes it, only `matmul` reads it. */
export interface PackedHandle {
  readonly offset: number;
  readonly inner: number;
  readonly cols: number;
}

/** How much memory an arena holds, known before it is allocated: it never grows. */
export interface ArenaSize {
  readonly elements: number;
  readonly indices: number;
  readonly packed: number;
}

/** A build of the kernels for one precision. */
export interface KernelsBuild {
  readonly precision: 'float32' | 'float64';
  /** Elements of packed memory for a weight. */
  packedLength(inner: number, cols: number): number;
  bytes(size: ArenaSize): number;
  /** Allocates the arena, zeroed, and gives the kernels over it. */
  allocate(size: ArenaSize): Kernels;
}

/** The vanilla cell's non-linearity. */
export type Activation = 'tanh' | 'relu';

/** A running average: keep times what it was, plus take times the new value. */
interface Average {
  readonly keep: number;
  readonly take: number;
}

/**
 * One optimiser step, all decided before the kernel runs (see `engine/optimizer.ts`), of which every optimiser is a case:
 * p ← p (1 - rate · decay) - rate · (m / correction1) / (√(v / correction2) + epsilon).
 */
export interface UpdateRule {
  readonly rate: number;
  /** The gradient g is multiplied by this first (global-norm clipping). */
  readonly gradientScale: number;
  /** m, the average of g; g itself without one. */
  readonly first: Average | null;
  /** v, the average of g²; without one nothing is divided by its root. */
  readonly second: Average | null;
  readonly epsilon: number;
  readonly correction1: number;
  readonly correction2: number;
  readonly decay: number;
}

/**
 * Everything one timestep of a recurrent layer touches; B rows each. `Prev` is the step the recurrence comes from: t-1,
 * or t+1 in a reverse layer. Handles that a cell does not need have no columns. d… is the gradient of the loss by …, total
 * for dh and dc. Gates lie side by side in PyTorch's order.
 */
export interface GateStep {
  readonly t: number;
  /** Row b is active when t < lengths[b]. */
  readonly lengths: IndexHandle;
  /** B × GH: x_t · W_ihᵀ + b_ih before the step, the gates after it. */
  readonly gates: Handle;
  /** B × GH: gradient of the pre-activations, input side and recurrent side (one handle unless the cell separates them). */
  readonly da: Handle;
  readonly daRecurrent: Handle;
  /** B × H: what the forward keeps for the backward besides gates and states. */
  readonly kept: Handle;
  /** Scratch: B × GH for a separate recurrent side of the pre-activations, B × H for the gradient of `kept`. */
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

export interface MatrixKernels {
  // In and out: not for the hot path.
  write(to: Handle, values: ArrayLike<number>): void;
  writeIndices(to: IndexHandle, values: ArrayLike<number>): void;
  /** A dense copy of the matrix, rows * cols elements. */
  read(from: Handle): Float32Array | Float64Array;
  readIndices(from: IndexHandle): Int32Array;

  fill(to: Handle, value: number): void;
  copy(to: Handle, from: Handle): void;
  /** to += from; a single row is added to every row. */
  add(to: Handle, from: Handle): void;
  /** to *= by, element by element. */
  multiply(to: Handle, by: Handle): void;
  /** The single row `to` += the sum of the rows of `from`, summed in float64. */
  sumRows(to: Handle, from: Handle): void;
  /** Sum of squares, accumulated in float64 in a fixed order. */
  sumSquares(of: Handle): number;
  /** Row i of `to` = row ids[i] of `table`, or zero for id -1. */
  gather(to: Handle, table: Handle, ids: IndexHandle): void;
  /** Row ids[i] of `table` += row i of `from`; id -1 is skipped. */
  scatterAdd(table: Handle, from: Handle, ids: IndexHandle): void;
}

export interface ProductKernels {
  /** Packs `from` (out × in) for `a · fromᵀ` (transposed) or `a · from`. Once per step and weight. */
  pack(to: PackedHandle, from: Handle, transposed: boolean): void;
  /** to = a · b, or to += a · b when `accumulate`. */
  matmul(to: Handle, a: Handle, b: PackedHandle, accumulate: boolean): void;
  /** to += aᵀ · b: a weight gradient over all rows, after the time loop. */
  addOuter(to: Handle, a: Handle, b: Handle): void;
}

/**
 * Fused gates, one timestep each; equations in `cells/`. Backward kernels read the total gradient of the state at t, write
 * da and add to the gradient of the state before. An inactive row copies its state forward, passes its gradient back
 * untouched, and has zero gates and da. |da| < 1e-30 (float64: 1e-300) becomes 0, since denormal numbers, which vanishing
 * gradients produce, are many times slower.
 */
export interface GateKernels {
  /** `gates` (B × H) keeps the pre-activations. */
  rnnForward(step: GateStep, activation: Activation): void;
  rnnBackward(step: GateStep, activation: Activation): void;
  /** `gates` (B × 4H) turns from pre-activations into i, f, g, o; `kept` takes tanh(c). */
  lstmForward(step: GateStep): void;
  lstmBackward(step: GateStep): void;
  /** `gates` (B × 3H) turns from the input side's pre-activations into r, z, n; `kept` takes the recurrent side's n part. */
  gruForward(step: GateStep): void;
  gruBackward(step: GateStep): void;
  /** The GRU that resets before its product: the blocks r and z of `gates`; `kept` takes r ∘ h_{t-1}. */
  gruReset(step: GateStep): void;
  /** After the product: the block n, and h_t. */
  gruCandidate(step: GateStep): void;
  /** Writes da of n and z. */
  gruCandidateBackward(step: GateStep): void;
  /** Writes da of r, from the gradient of `kept`, which `recurrent` holds. */
  gruResetBackward(step: GateStep): void;
}

/** Losses by rows, summed in float64. Rows whose target is -1 get loss 0 and gradient 0. */
export interface LossKernels {
  /** Softmax cross-entropy in nats, by log-sum-exp: dLogits = (softmax - onehot) * scale. */
  softmaxCrossEntropy(losses: Handle, dLogits: Handle, logits: Handle, targets: IndexHandle, scale: number): number;
  /** Mean over the row's numbers of (output - wanted)²: dOutputs = 2 (output - wanted) / columns * scale. */
  squaredError(
    losses: Handle,
    dOutputs: Handle,
    outputs: Handle,
    wanted: Handle,
    targets: IndexHandle,
    scale: number,
  ): number;
}

export interface Kernels extends MatrixKernels, ProductKernels, GateKernels, LossKernels {
  readonly precision: 'float32' | 'float64';
  /**
   * One update of parameters and of those of their moments that the rule keeps (any handle for the other).
   * Returns the largest magnitude it wrote; NaN or infinite when something is not finite.
   */
  update(parameter: Handle, gradient: Handle, first: Handle, second: Handle, rule: UpdateRule): number;
}
