/**
 * A run's checkpoint as one safetensors file. The parameters carry PyTorch's names; all else is prefixed `unroll.`:
 *
 *     tensors = safetensors.torch.load_file(path)
 *     model.load_state_dict({k: v for k, v in tensors.items() if not k.startswith("unroll.")})
 *
 * for a module with `embedding = nn.Embedding(V, E)`, `rnn = nn.LSTM(E, H, layers)` (or `nn.GRU`, `nn.RNN`) and
 * `output = nn.Linear(H, V)`.
 *
 *     unroll.optimizer.<moment>.<parameter>   the optimiser's moments, by PyTorch's names
 *     unroll.carried.l<layer>.<state>         B × H, states the next batch starts from; absent for zeros
 *     unroll.generator                        4 words as I32
 *     unroll.curves.<train|validation>.<steps|losses>   F64
 *     unroll.best.<parameter>                 a classifier's parameters at its best validation
 *     unroll.confusion                        labels × labels as I32, of a classifier that was validated
 *     metadata `unroll.version`, `unroll.header`        the layout's version; JSON, see `checkpointHeader.ts`
 */
import { CELLS } from '../engine/cells/table';
import { Optimizer } from '../engine/optimizer';
import { parameterTable } from '../engine/parameters';
import type { LayerStates, NamedArray } from '../engine/types';
import type { CurvePoints, RunConfig } from '../protocol/run';
import { checkpointHeader, type CheckpointHeader } from './checkpointHeader';
import { CHECKPOINT_VERSION, type CheckpointState } from './checkpointState';
import { FormatError } from './formatError';
import { readSafetensors, writeSafetensors, type Tensor } from './safetensors';

const PREFIX = 'unroll.';
const OPTIMIZER = `${PREFIX}optimizer.`;
const GENERATOR = `${PREFIX}generator`;
const VERSION_KEY = `${PREFIX}version`;
const HEADER_KEY = `${PREFIX}header`;
const BEST = `${PREFIX}best.`;
const CONFUSION = `${PREFIX}confusion`;
const GENERATOR_WORDS = 4;

const carriedName = (layer: number, state: string) => `${PREFIX}carried.l${layer}.${state}`;
const curveName = (curve: 'train' | 'validation', part: 'steps' | 'losses') => `${PREFIX}curves.${curve}.${part}`;

const broken = (problem: string) =>
  new FormatError(problem, 'The checkpoint is damaged: continue from another one, or train anew.');

/** Encodes a run's state. Throws when a number in it is not finite. */
export function encodeCheckpoint(state: CheckpointState): Uint8Array {
  const { config, step, cursor, optimizer, best, validationsWithoutImprovement, elapsedSeconds } = state;
  const header: CheckpointHeader = checkpointHeader.parse({
    config,
    step,
    cursor,
    optimizerStep: optimizer.step,
    best,
    validationsWithoutImprovement,
    elapsedSeconds,
  });
  const tensors: Tensor[] = [
    ...state.parameters,
    ...optimizer.arrays.map((array) => ({ ...array, name: OPTIMIZER + array.name })),
    { name: GENERATOR, shape: [GENERATOR_WORDS], data: new Int32Array(state.generator) },
    ...curveTensors('train', state.curves.train),
    ...curveTensors('validation', state.curves.validation),
    ...carriedTensors(state.carried, config.hiddenSize),
    ...confusionTensors(state.confusion),
    ...(state.bestParameters ?? []).map((array) => ({ ...array, name: BEST + array.name })),
  ];
  const metadata = new Map([
    // Other readers of safetensors take this for "made for PyTorch".
    ['format', 'pt'],
    [VERSION_KEY, String(CHECKPOINT_VERSION)],
    [HEADER_KEY, JSON.stringify(header)],
  ]);
  return writeSafetensors(tensors, metadata);
}

/** Decodes and checks a checkpoint, trusting nothing in it. Arrays may be views into `bytes`. Throws a `FormatError`. */
export function decodeCheckpoint(bytes: Uint8Array): CheckpointState {
  const { tensors, metadata } = readSafetensors(bytes);
  assertVersion(metadata.get(VERSION_KEY));
  const header = readHeader(metadata.get(HEADER_KEY));
  const rest = new TensorReader(tensors);
  const parameters = readParameters(rest, header.config);
  const state: CheckpointState = {
    version: CHECKPOINT_VERSION,
    config: header.config,
    step: header.step,
    cursor: header.cursor,
    parameters,
    optimizer: { arrays: readMoments(rest, header.config, parameters), step: header.optimizerStep },
    carried: readCarried(rest, header.config),
    generator: new Uint32Array(rest.take(GENERATOR, Int32Array, [GENERATOR_WORDS]).data),
    curves: { train: readCurve(rest, 'train'), validation: readCurve(rest, 'validation') },
    confusion: readConfusion(rest, outputsOf(parameters)),
    best: header.best,
    bestParameters: readBest(rest, parameters),
    validationsWithoutImprovement: header.validationsWithoutImprovement,
    elapsedSeconds: header.elapsedSeconds,
  };
  rest.assertEmpty();
  return state;
}

/** Hands out the file's tensors one by one, checked. */
class TensorReader {
  private readonly left: Map<string, Tensor>;

  constructor(tensors: ReadonlyMap<string, Tensor>) {
    this.left = new Map(tensors);
  }

  has(name: string): boolean {
    return this.left.has(name);
  }

  /** The first size of a tensor that is yet to be taken, 0 when there is none. */
  rowsOf(name: string): number {
    return this.left.get(name)?.shape[0] ?? 0;
  }

  take<T>(name: string, of: abstract new (...args: never[]) => T, shape: readonly number[]): { readonly data: T } {
    const tensor = this.left.get(name);
    if (!tensor) throw broken(`Tensor ${name} is missing.`);
    if (!(tensor.data instanceof of)) throw broken(`Tensor ${name} has elements of the wrong type.`);
    if (tensor.shape.length !== shape.length || shape.some((size, axis) => size !== tensor.shape[axis])) {
      throw broken(`Tensor ${name} has shape [${tensor.shape.join(', ')}] where [${shape.join(', ')}] is needed.`);
    }
    this.left.delete(name);
    return { data: tensor.data };
  }

  /** Parameters, moments and states come in the engine's precision. */
  takeFloats(name: string, shape: readonly number[]): NamedArray {
    const of = this.left.get(name)?.data instanceof Float64Array ? Float64Array : Float32Array;
    return { name, shape, data: this.take<Float32Array | Float64Array>(name, of, shape).data };
  }

  assertEmpty(): void {
    for (const name of this.left.keys())
      throw broken(`Tensor ${JSON.stringify(name.slice(0, 80))} belongs to no part of a run.`);
  }
}

function assertVersion(version: string | undefined): void {
  if (version === undefined) {
    throw new FormatError(
      'This safetensors file is not a checkpoint of Unroll.',
      'Choose a file that Unroll has saved.',
    );
  }
  if (version !== String(CHECKPOINT_VERSION)) {
    throw new FormatError('The checkpoint comes from a newer version of Unroll.', 'Update Unroll to open it.');
  }
}

function readHeader(json: string | undefined): CheckpointHeader {
  let value: unknown;
  try {
    value = JSON.parse(json ?? '');
  } catch {
    throw broken('The settings in the checkpoint are missing or not JSON.');
  }
  const result = checkpointHeader.safeParse(value);
  if (result.success) return result.data;
  const path = result.error.issues[0].path.join('.');
  throw broken(
    path ? `The checkpoint has no valid value for ${path}.` : 'The settings in the checkpoint are no table.',
  );
}

function readParameters(rest: TensorReader, config: RunConfig): NamedArray[] {
  const { cell, layers, hiddenSize } = config;
  // The text and its task decide these; what is consistent with itself is accepted here.
  const vocabularySize = rest.rowsOf('embedding.weight');
  const outputSize = rest.rowsOf('output.bias');
  const tied = config.tied && !rest.has('output.weight');
  const bidirectional = config.bidirectional && rest.has('rnn.weight_ih_l0_reverse');
  const embeddingSize = tied ? hiddenSize : config.embeddingSize;
  const shape = { cell, layers, hiddenSize, embeddingSize, vocabularySize, outputSize, tied, bidirectional };
  return parameterTable(shape).map(({ name, shape }) => rest.takeFloats(name, shape));
}

function readMoments(rest: TensorReader, config: RunConfig, parameters: readonly NamedArray[]): NamedArray[] {
  const { momentNames } = new Optimizer(config.optimizer, config.learningRate);
  return momentNames.flatMap((moment) =>
    parameters.map(({ name, shape }) => {
      const own = `${moment}.${name}`;
      return { ...rest.takeFloats(OPTIMIZER + own, shape), name: own };
    }),
  );
}

function carriedTensors(carried: LayerStates | null, hiddenSize: number): Tensor[] {
  return (carried ?? []).flatMap((states, layer) =>
    Object.entries(states).map(([state, data]) => {
      return { name: carriedName(layer, state), shape: [data.length / hiddenSize, hiddenSize], data };
    }),
  );
}

function readCarried(rest: TensorReader, { cell, layers, hiddenSize }: RunConfig): LayerStates | null {
  const { states } = CELLS[cell];
  const first = carriedName(0, states[0]);
  if (!rest.has(first)) return null;
  const shape = [rest.rowsOf(first), hiddenSize];
  return Array.from({ length: layers }, (_, layer) =>
    Object.fromEntries(states.map((state) => [state, rest.takeFloats(carriedName(layer, state), shape).data])),
  );
}

function readBest(rest: TensorReader, parameters: readonly NamedArray[]): NamedArray[] | null {
  if (!rest.has(BEST + parameters[0]!.name)) return null;
  return parameters.map(({ name, shape }) => ({ ...rest.takeFloats(BEST + name, shape), name }));
}

function outputsOf(parameters: readonly NamedArray[]): number {
  return parameters.at(-1)!.data.length;
}

function confusionTensors(counts: Int32Array | null): Tensor[] {
  const labels = Math.sqrt(counts?.length ?? 0);
  return counts ? [{ name: CONFUSION, shape: [labels, labels], data: counts }] : [];
}

function readConfusion(rest: TensorReader, labels: number): Int32Array | null {
  return rest.has(CONFUSION) ? rest.take(CONFUSION, Int32Array, [labels, labels]).data : null;
}

function curveTensors(curve: 'train' | 'validation', { steps, losses }: CurvePoints): Tensor[] {
  return [
    { name: curveName(curve, 'steps'), shape: [steps.length], data: steps },
    { name: curveName(curve, 'losses'), shape: [losses.length], data: losses },
  ];
}

function readCurve(rest: TensorReader, curve: 'train' | 'validation'): CurvePoints {
  const shape = [rest.rowsOf(curveName(curve, 'steps'))];
  const steps = rest.take(curveName(curve, 'steps'), Float64Array, shape).data;
  const losses = rest.take(curveName(curve, 'losses'), Float64Array, shape).data;
  return { steps, losses };
}
