import { CELLS } from './cells/table';
import { createEngine } from './createEngine';
import { Generator as RandomNumbers } from './generator';
import { directionsOf } from './parameters';
import { CANCELLED, type Batch, type Engine, type LayerStates, type ModelShape, type NamedArray } from './types';

export interface GradientCheckOptions {
  /** Random entries per tensor; all of them by default. */
  readonly perTensor?: number;
  readonly seed?: number;
  /** Largest relative error that passes. */
  readonly tolerance?: number;
}

/** What the check found in one tensor: a parameter by its name, or an initial state as `initial.l0.h`. */
export interface CheckedTensor {
  readonly name: string;
  readonly entriesChecked: number;
  /** Worst |numeric - analytic| / max(1e-7, |numeric| + |analytic|), the entry where it is, and both values there. */
  readonly worst: number;
  readonly index: number;
  readonly numeric: number;
  readonly analytic: number;
}

export interface GradientCheck {
  readonly passed: boolean;
  readonly tensors: readonly CheckedTensor[];
}

/**
 * Steps of the difference quotient, the next one tried where one disagrees. The wide ones keep the loss's rounding
 * (some 1e-16 / ε) far below small gradients, which a step of 1e-5 does not; the narrow ones stay on one side of a
 * ReLU's kink. A wrong gradient agrees with none of them.
 */
const STEPS = [3e-3, 1e-2, 3e-4, 3e-5, 3e-6];

/** Smaller gradients are compared with this: the loss's rounding over a wide step, some 3e-14, is no smaller part of them. */
const RESOLVED = 1e-7;

/**
 * Compares BPTT's gradient of every parameter and of the initial states with difference quotients of the loss, in
 * float64. Throws a `RangeError` for a batch without targets. For relu, see `STEPS`: an entry within 1e-5 of a kink may fail.
 */
export function gradientCheck(
  shape: ModelShape,
  batch: Batch,
  parameters: readonly NamedArray[],
  options: GradientCheckOptions = {},
): GradientCheck {
  return checkGradients(judgeOf(shape, batch, parameters), batch, options);
}

/** A float64 engine of these parameters with room for the batch; nothing is dropped in it. */
export function judgeOf(shape: ModelShape, batch: Batch, parameters: readonly NamedArray[]): Engine {
  const engine = createEngine({
    shape: { ...shape, dropout: 0 },
    sizes: { steps: batch.steps, rows: batch.rows, probeSteps: 1 },
    seed: 0,
    precision: 'float64',
    optimizer: 'sgd',
    learningRate: 0,
  });
  engine.writeParameters(parameters);
  return engine;
}

/** The same for a float64 engine as it stands; its parameters are as before afterwards, its last pass is not. */
export function checkGradients(engine: Engine, batch: Batch, options: GradientCheckOptions = {}): GradientCheck {
  const check = checkInPieces(engine, batch, options);
  for (;;) {
    const { done, value } = check.next();
    if (done) return value;
  }
}

/** The same in pieces: yields after each entry; abandon it to cancel. */
export function* checkInPieces(
  engine: Engine,
  batch: Batch,
  options: GradientCheckOptions = {},
): Generator<void, GradientCheck, void> {
  const { perTensor = Infinity, seed = 0, tolerance = 1e-6 } = options;
  const subjects = subjectsOf(engine, { ...batch, initial: batch.initial ?? zeroStates(engine.shape, batch.rows) });
  const generator = new RandomNumbers(seed);
  const tensors: CheckedTensor[] = [];
  for (const subject of subjects) {
    const indices = chooseIndices(subject.values.length, perTensor, generator);
    tensors.push(yield* checkTensor(subject, indices, tolerance));
    subject.loss();
  }
  return { passed: tensors.every(({ worst }) => worst <= tolerance), tensors };
}

/** Something the loss depends on. `values` may be changed; `loss` gives the mean loss with the values as they are. */
interface Subject {
  readonly name: string;
  readonly values: Float64Array;
  readonly gradient: ArrayLike<number>;
  loss(): number;
}

function subjectsOf(engine: Engine, batch: Batch & { readonly initial: LayerStates }): Subject[] {
  const meanLoss = (of: Batch): number => {
    const { lossSum, targetCount } = engine.evaluate(of);
    return lossSum / targetCount;
  };
  const report = engine.gradients(batch, 0, () => false);
  if (report === CANCELLED || report.targetCount === 0) {
    throw new RangeError('The gradient check needs a batch with at least one target.');
  }
  const gradients = new Map(engine.readGradients().map(({ name, data }) => [name, data]));
  const initialGradients = engine.initialGradients('training');
  const parameters = engine.readParameters().map(({ name, shape, data }): Subject => {
    const values = Float64Array.from(data);
    const loss = () => {
      engine.writeParameters([{ name, shape, data: values }]);
      return meanLoss(batch);
    };
    return { name, values, gradient: gradients.get(name)!, loss };
  });
  const states = batch.initial.flatMap((layerStates, layer) =>
    Object.entries(layerStates).map(([state, data]): Subject => {
      const values = Float64Array.from(data);
      const initial = batch.initial.map((own, l) => (l === layer ? { ...own, [state]: values } : own));
      const loss = () => meanLoss({ ...batch, initial });
      return { name: `initial.l${layer}.${state}`, values, gradient: initialGradients[layer][state], loss };
    }),
  );
  return [...parameters, ...states];
}

function* checkTensor(
  subject: Subject,
  indices: readonly number[],
  tolerance: number,
): Generator<void, CheckedTensor, void> {
  let worst = { worst: 0, index: 0, numeric: 0, analytic: 0 };
  for (const index of indices) {
    const analytic = subject.gradient[index];
    let best = { worst: Infinity, index, numeric: NaN, analytic };
    for (const step of STEPS) {
      const numeric = derivative(subject, index, step);
      const error = Math.abs(numeric - analytic) / Math.max(RESOLVED, Math.abs(numeric) + Math.abs(analytic));
      if (error < best.worst) best = { worst: error, index, numeric, analytic };
      if (best.worst <= tolerance) break;
    }
    if (best.worst > worst.worst) worst = best;
    yield;
  }
  return { name: subject.name, entriesChecked: indices.length, ...worst };
}

/** (45 (f(ε) - f(-ε)) - 9 (f(2ε) - f(-2ε)) + f(3ε) - f(-3ε)) / 60ε, whose error falls with ε⁶. */
function derivative(subject: Subject, index: number, step: number): number {
  const value = subject.values[index];
  const difference = (by: number): number => {
    subject.values[index] = value + by;
    const above = subject.loss();
    subject.values[index] = value - by;
    return above - subject.loss();
  };
  const quotient = (45 * difference(step) - 9 * difference(2 * step) + difference(3 * step)) / (60 * step);
  subject.values[index] = value;
  return quotient;
}

/** All indices, or so many different random ones. */
function chooseIndices(length: number, count: number, generator: RandomNumbers): number[] {
  const indices = Array.from({ length }, (_, i) => i);
  if (count >= length) return indices;
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(generator.uniform() * (length - i));
    [indices[i], indices[j]] = [indices[j], indices[i]];
  }
  return indices.slice(0, count);
}

function zeroStates(shape: ModelShape, rows: number): LayerStates {
  const { cell, layers, hiddenSize } = shape;
  const zeros = () => CELLS[cell].states.map((state) => [state, new Float64Array(rows * hiddenSize)] as const);
  return Array.from({ length: layers * directionsOf(shape).length }, () => Object.fromEntries(zeros()));
}
