import { ArenaPlan, cacheFriendly, type LeadingDimension } from './arena';
import { checkBatch, checkShape } from './batch';
import { reserveEngine } from './engineMemory';
import { Generator } from './generator';
import { Halves } from './halves';
import { initialParameters } from './initialise';
import { itemise, itemisedNorms } from './itemised';
import { fastestKernels } from './kernels/choose';
import type { Kernels, KernelsBuild } from './kernels/kernels';
import { sharedSimdKernels } from './kernels/simd/simd';
import { Optimizer } from './optimizer';
import { parameterTable } from './parameters';
import { never, type Pass, type PassRoom } from './pass';
import { checkSchedule } from './schedule';
import { SecondThread, type StartThread } from './secondThread';
import { readTrace, traceSchema } from './trace';
import type {
  Batch,
  BatchPart,
  CANCELLED,
  Engine,
  EngineOptions,
  EngineSizes,
  EngineWiring,
  Itemised,
  LayerStates,
  ModelShape,
  NamedArray,
  ParameterInfo,
  PassReport,
  TracedTensor,
  UpdateReport,
  Workspace,
} from './types';
import { readSet, takeStep, writeSet, type ModelMemory } from './update';
import { packInputBack, packModel, type FlatSet, type ModelWeights } from './weights';
import { wiringOf } from './wiring';

/** Choices that change no result (but for rounding, the token table): for tests, and for faster kernels. */
export interface EngineBuild {
  readonly kernels?: KernelsBuild;
  readonly leadingDimension?: LeadingDimension;
  /** False never uses the token table. */
  readonly tokenTable?: boolean;
  /** Starts the thread that runs the second half of each batch; one thread runs both halves without it. */
  readonly startThread?: StartThread;
}

/**
 * Builds a model with seeded parameters, its optimiser and its workspaces in one arena that never grows.
 * Throws a `RangeError` in words for a shape or sizes that cannot be built.
 */
export function createEngine(options: EngineOptions, build: EngineBuild = {}): Engine {
  checkShape(options.shape, options.sizes);
  if (options.schedule) checkSchedule(options.schedule);
  return new ModelEngine(options, build);
}

const WHOLE: BatchPart = { index: 0, count: 1 };

/** First of the streams of random numbers for dropout, far from those of the parameters' names. */
const DROPOUT_STREAM = 0x5eed;

class ModelEngine implements Engine {
  readonly shape: ModelShape;
  readonly sizes: EngineSizes;
  readonly precision: 'float32' | 'float64';
  readonly parameters: readonly ParameterInfo[];
  readonly parameterCount: number;
  readonly bytes: number;
  readonly wiring: EngineWiring;

  private readonly k: Kernels;
  private readonly optimizer: Optimizer;
  private readonly model: ModelMemory;
  private readonly weights: ModelWeights;
  /** One timestep's share of each parameter's gradient. */
  private readonly item: FlatSet;
  private readonly training: Halves;
  private readonly probing: PassRoom;
  private readonly sampling: PassRoom;
  private readonly thread: SecondThread | null;
  private readonly seed: number;
  /** Whether the packed weights are those of the parameters. */
  private packed = false;
  private probed: Pass | null = null;
  /** Mean loss of the parts of the batch so far; null once their gradient has been used, or when there is none. */
  private loss: number | null = null;
  private part: BatchPart = WHOLE;

  constructor(options: EngineOptions, build: EngineBuild) {
    const { shape, sizes, precision, seed } = options;
    this.shape = shape;
    this.sizes = sizes;
    this.precision = precision;
    this.seed = seed;
    this.parameters = parameterTable(shape);
    this.parameterCount = this.parameters.reduce((sum, { shape: dims }) => sum + dims.reduce((a, b) => a * b), 0);
    this.wiring = wiringOf(shape);
    this.optimizer = new Optimizer(options.optimizer, options.learningRate, options.momentum, options.schedule);

    const { startThread } = build;
    const shared = startThread && precision === 'float32' && sizes.rows > 1 ? sharedSimdKernels() : null;
    const kernels = shared ?? build.kernels ?? fastestKernels(precision);
    const plan = new ArenaPlan(kernels, build.leadingDimension ?? cacheFriendly);
    const memory = reserveEngine(plan, options, build.tokenTable);
    this.model = memory.model;
    this.weights = memory.weights;
    this.item = memory.item;
    this.bytes = kernels.bytes(plan.size);

    if (shared && startThread) {
      const places = shared.memory(plan.size);
      this.k = shared.attach(plan.size, places, 0);
      this.thread = new SecondThread(startThread, options, places);
    } else {
      this.k = plan.allocate();
      this.thread = null;
    }
    this.training = new Halves(this.k, memory.halves, memory.partial, this.thread);
    this.probing = memory.probe;
    this.sampling = memory.sample;
    this.writeParameters(initialParameters(shape, seed));
  }

  get threads(): number {
    return this.thread?.ready ? 2 : 1;
  }

  schema(length: number): readonly TracedTensor[] {
    return traceSchema(this.shape, length);
  }

  gradients(
    batch: Batch,
    truncation: number,
    cancelled: () => boolean,
    part: BatchPart = WHOLE,
  ): PassReport | typeof CANCELLED {
    checkBatch(batch, this.shape, this.sizes);
    const before = part.index === 0 ? 0 : this.loss;
    if (before === null || (part.index > 0 && part.index !== this.part.index + 1))
      throw new Error(`Part ${part.index} of a batch follows part ${part.index - 1}.`);
    this.pack();
    packInputBack(this.k, this.weights.layers[0]);
    this.loss = null;
    this.part = part;
    const report = this.training.gradients(
      batch,
      { truncation, accumulate: part.index > 0, weight: 1 / part.count, dropout: this.dropout(part) },
      cancelled,
    );
    if (typeof report === 'object') this.loss = before + report.loss / part.count;
    return report;
  }

  update(clipNorm: number): UpdateReport {
    if (this.loss === null) throw new Error('update() needs the gradients of a batch that has not been used yet.');
    const report = takeStep(this.k, this.model, this.optimizer, this.training.total.flat, this.loss, clipNorm);
    this.loss = null;
    this.packed = false;
    return report;
  }

  finalStates(workspace: Workspace): LayerStates {
    if (workspace === 'probe') return this.probePass().readStates('final');
    if (this.training.reached === 'nothing') throw new Error('finalStates() needs a finished batch.');
    return this.training.readStates('final');
  }

  initialGradients(workspace: Workspace): LayerStates {
    if (workspace === 'probe') return this.probePass().readStates('initialGradient');
    return this.trained().readStates('initialGradient');
  }

  evaluate(batch: Batch): { readonly lossSum: number; readonly targetCount: number } {
    checkBatch(batch, this.shape, this.sizes);
    this.pack();
    return this.training.evaluate(batch);
  }

  answers(batch: Batch): Float64Array {
    this.evaluate(batch);
    return this.lastAnswers();
  }

  lastAnswers(): Float64Array {
    return this.training.answers();
  }

  probe(batch: Batch): PassReport {
    checkBatch(batch, this.shape, { steps: this.sizes.probeSteps, rows: 1 });
    this.pack();
    const pass = this.probing.of(this.k, batch.steps, 1);
    const targetCount = pass.load(batch, 0);
    pass.forward(never, false);
    const lossSum = pass.loss(targetCount > 0 ? 1 / targetCount : 0);
    pass.backward(0, never);
    this.probed = pass;
    return { loss: lossSum / targetCount, targetCount };
  }

  advance(token: number, states: LayerStates | null): { readonly logits: Float64Array; readonly states: LayerStates } {
    const one = Int32Array.of(1);
    const batch = { steps: 1, rows: 1, inputs: Int32Array.of(token), targets: Int32Array.of(-1), lengths: one };
    const step: Batch = { ...batch, initial: states };
    if (this.shape.bidirectional || this.shape.input === 'vector')
      throw new RangeError('Sampling step by step needs a model that reads tokens in one direction.');
    checkBatch(step, this.shape, { steps: 1, rows: 1 });
    this.pack();
    const pass = this.sampling.of(this.k, 1, 1);
    pass.load(step, 0);
    pass.forward(never, false);
    return { logits: Float64Array.from(this.k.read(pass.output.logits)), states: pass.readStates('final') };
  }

  trace(workspace: Workspace, row: number): ReadonlyMap<string, Float32Array | Float64Array> {
    if (workspace === 'probe') return readTrace(this.k, this.shape, this.probePass(), row);
    for (const { pass, first } of this.trained().active)
      if (row >= first && row < first + pass.rows) return readTrace(this.k, this.shape, pass, row - first);
    throw new RangeError(`The last batch has no row ${row}.`);
  }

  readGradients(): readonly NamedArray[] {
    return readSet(this.k, this.trained().total);
  }

  itemisedGradient(parameter: string, t: number): NamedArray {
    const place = this.item.named.get(parameter);
    if (!place) throw new RangeError(`This model has no parameter named ${parameter}.`);
    const { active } = this.trained();
    const steps = active[0].pass.steps;
    if (!Number.isInteger(t) || t < 0 || t >= steps)
      throw new RangeError(`Timestep ${t} lies outside the last batch, 0 to ${steps - 1}.`);
    this.k.fill(place, 0);
    itemise(this.k, place, active, parameter, t);
    const { shape } = this.parameters.find(({ name }) => name === parameter)!;
    return { name: parameter, shape, data: this.k.read(place) };
  }

  itemisedNorms(): readonly Itemised[] {
    return itemisedNorms(this.k, this.trained().active, this);
  }

  readParameters(): readonly NamedArray[] {
    return readSet(this.k, this.model.parameters);
  }

  writeParameters(arrays: readonly NamedArray[]): void {
    writeSet(this.k, this.model.parameters, arrays);
    this.model.largest = Infinity;
    this.packed = false;
  }

  readOptimizer(): { readonly arrays: readonly NamedArray[]; readonly step: number } {
    const arrays = this.optimizer.momentNames.flatMap((moment, index) =>
      readSet(this.k, this.model.moments[index]).map((array) => ({
        ...array,
        name: `${moment}.${array.name}`,
      })),
    );
    return { arrays, step: this.optimizer.step };
  }

  writeOptimizer({ arrays, step }: { readonly arrays: readonly NamedArray[]; readonly step: number }): void {
    const { momentNames } = this.optimizer;
    const expected = momentNames.length * this.parameters.length;
    if (arrays.length !== expected)
      throw new RangeError(`This optimiser keeps ${expected} tensors, not ${arrays.length}.`);
    momentNames.forEach((moment, index) => {
      const own = arrays.filter(({ name }) => name.startsWith(`${moment}.`));
      const named = own.map((array) => ({ ...array, name: array.name.slice(moment.length + 1) }));
      if (named.length !== this.parameters.length)
        throw new RangeError(`This optimiser needs ${this.parameters.length} tensors named ${moment}.…`);
      writeSet(this.k, this.model.moments[index], named);
    });
    this.model.largest = Infinity;
    this.optimizer.restore(step);
  }

  dispose(): void {
    this.thread?.dispose();
  }

  /** The generator of what a part drops: of the step and the part alone, so that a replay drops the same. */
  private dropout({ index }: BatchPart): Generator | null {
    if (!this.shape.dropout) return null;
    return new Generator(this.seed, DROPOUT_STREAM + Math.imul(this.optimizer.step, 65_599) + index);
  }

  private pack(): void {
    if (!this.packed) packModel(this.k, this.weights);
    this.packed = true;
  }

  /** The training halves, once the last batch has gone forward and backward. */
  private trained(): Halves {
    if (this.training.reached !== 'backward')
      throw new Error(
        'The training workspace holds no gradients: call gradients() first (evaluate() overwrites them).',
      );
    return this.training;
  }

  private probePass(): Pass {
    if (!this.probed) throw new Error('The probe workspace is empty: call probe() first.');
    return this.probed;
  }
}
