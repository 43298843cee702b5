import { ArenaPlan, cacheFriendly, type LeadingDimension } from './arena';
import { checkBatch, checkShape } from './batch';
import { CELLS } from './cells/table';
import { firstHalf, Halves, never } from './halves';
import { initialParameters } from './initialise';
import { itemise, itemisedNorms } from './itemised';
import { fastestKernels } from './kernels/choose';
import type { Kernels, KernelsBuild } from './kernels/kernels';
import { Optimizer } from './optimizer';
import { parameterTable } from './parameters';
import { Pass, reservePass } from './pass';
import { readTrace, traceSchema } from './trace';
import type {
  Batch,
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
import { readSet, reserveModel, takeStep, writeSet, type ModelMemory } from './update';
import {
  modelWeights,
  packEmbeddingGradient,
  packModel,
  reserveParameters,
  type ModelWeights,
  type FlatSet,
} from './weights';
import { wiringOf } from './wiring';

/** Choices that change no result (but for rounding, the token table): for tests, and for faster kernels. */
export interface EngineBuild {
  readonly kernels?: KernelsBuild;
  readonly leadingDimension?: LeadingDimension;
  /** False never uses the token table. */
  readonly tokenTable?: boolean;
}

/**
 * Builds a model with seeded parameters, its optimiser and its workspaces in one arena that never grows.
 * Throws a `RangeError` in words for a shape or sizes that cannot be built.
 */
export function createEngine(options: EngineOptions, build: EngineBuild = {}): Engine {
  checkShape(options.shape, options.sizes);
  return new ModelEngine(options, build);
}

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
  private readonly shapes: ReadonlyMap<string, readonly number[]>;
  private readonly model: ModelMemory;
  private readonly weights: ModelWeights;
  /** One timestep's share of each parameter's gradient. */
  private readonly item: FlatSet;
  private readonly training: Halves;
  private readonly probing: Pass;
  private readonly sampling: Pass;
  /** Whether the packed weights are those of the parameters. */
  private packed = false;
  private probed = false;
  /** Loss of the last training batch; null once its gradient has been used, or when there is none. */
  private loss: number | null = null;

  constructor({ shape, sizes, precision, seed, optimizer, learningRate }: EngineOptions, build: EngineBuild) {
    this.shape = shape;
    this.sizes = sizes;
    this.precision = precision;
    this.parameters = parameterTable(shape);
    this.shapes = new Map(this.parameters.map((parameter) => [parameter.name, parameter.shape]));
    this.parameterCount = this.parameters.reduce((sum, { shape: dims }) => sum + dims.reduce((a, b) => a * b), 0);
    this.wiring = wiringOf(shape);
    this.optimizer = new Optimizer(optimizer, learningRate);

    const kernels = build.kernels ?? fastestKernels(precision);
    const plan = new ArenaPlan(kernels, build.leadingDimension ?? cacheFriendly);
    const cell = CELLS[shape.cell];
    this.model = reserveModel(plan, shape, this.optimizer.momentNames.length);
    this.weights = modelWeights(plan, shape, this.model.parameters.named);
    this.item = reserveParameters(plan, shape);
    const partial: [FlatSet, FlatSet] = [reserveParameters(plan, shape), reserveParameters(plan, shape)];
    const halfRows = firstHalf(sizes.rows);
    const memory = {
      upper: reservePass(plan, shape, cell, sizes.steps, halfRows, partial[0]),
      lower: reservePass(plan, shape, cell, sizes.steps, halfRows, partial[1]),
      probe: reservePass(plan, shape, cell, sizes.probeSteps, 1, null),
      sample: reservePass(plan, shape, cell, 1, 1, null),
    };
    this.bytes = kernels.bytes(plan.size);

    this.k = plan.allocate();
    const pass = (place: keyof typeof memory): Pass =>
      new Pass(this.k, cell, this.weights, memory[place], build.tokenTable ?? true);
    this.training = new Halves(this.k, [pass('upper'), pass('lower')], partial);
    this.probing = pass('probe');
    this.sampling = pass('sample');
    this.writeParameters(initialParameters(shape, seed));
  }

  schema(length: number): readonly TracedTensor[] {
    return traceSchema(this.shape, length);
  }

  gradients(batch: Batch, truncation: number, cancelled: () => boolean): PassReport | typeof CANCELLED {
    checkBatch(batch, this.shape, this.sizes);
    this.pack();
    packEmbeddingGradient(this.k, this.weights);
    this.loss = null;
    const report = this.training.gradients(batch, truncation, cancelled);
    if (typeof report === 'object') this.loss = report.loss;
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

  probe(batch: Batch): PassReport {
    checkBatch(batch, this.shape, { steps: this.sizes.probeSteps, rows: 1 });
    this.pack();
    const targetCount = this.probing.load(batch, 0, 1);
    this.probing.forward(never);
    const lossSum = this.probing.loss(targetCount > 0 ? 1 / targetCount : 0);
    this.probing.backward(0, never);
    this.probed = true;
    return { loss: lossSum / targetCount, targetCount };
  }

  advance(token: number, states: LayerStates | null): { readonly logits: Float64Array; readonly states: LayerStates } {
    const one = Int32Array.of(1);
    const batch = { steps: 1, rows: 1, inputs: Int32Array.of(token), targets: Int32Array.of(-1), lengths: one };
    const step: Batch = { ...batch, initial: states };
    checkBatch(step, this.shape, { steps: 1, rows: 1 });
    this.pack();
    this.sampling.load(step, 0, 1);
    this.sampling.forward(never);
    const logits = Float64Array.from(this.k.read(this.sampling.output.logits));
    return { logits, states: this.sampling.readStates('final') };
  }

  trace(workspace: Workspace, row: number): ReadonlyMap<string, Float32Array | Float64Array> {
    if (workspace === 'probe') return readTrace(this.k, this.shape, this.probePass(), row);
    for (const { pass, first } of this.trained().active)
      if (row >= first && row < first + pass.rows) return readTrace(this.k, this.shape, pass, row - first);
    throw new RangeError(`The last batch has no row ${row}.`);
  }

  readGradients(): readonly NamedArray[] {
    return readSet(this.k, this.trained().total.named, this.shapes);
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
    return { name: parameter, shape: this.shapes.get(parameter)!, data: this.k.read(place) };
  }

  itemisedNorms(): readonly Itemised[] {
    return itemisedNorms(this.k, this.trained().active, this.parameters);
  }

  readParameters(): readonly NamedArray[] {
    return readSet(this.k, this.model.parameters.named, this.shapes);
  }

  writeParameters(arrays: readonly NamedArray[]): void {
    writeSet(this.k, this.model.parameters.named, this.shapes, arrays);
    this.model.largest = Infinity;
    this.packed = false;
  }

  readOptimizer(): { readonly arrays: readonly NamedArray[]; readonly step: number } {
    const arrays = this.optimizer.momentNames.flatMap((moment, index) =>
      readSet(this.k, this.model.moments[index].named, this.shapes).map((array) => ({
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
      writeSet(this.k, this.model.moments[index].named, this.shapes, named);
    });
    this.model.largest = Infinity;
    this.optimizer.restore(step);
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
    return this.probing;
  }
}
