/** Small models and batches of odd sizes for the engine's tests. */
import { createEngine, type EngineBuild } from '../../../src/engine/createEngine';
import { Generator } from '../../../src/engine/generator';
import {
  CANCELLED,
  type Batch,
  type CellName,
  type Engine,
  type EngineOptions,
  type LayerStates,
  type NamedArray,
  type PassReport,
} from '../../../src/engine/types';

export type Numbers = Float32Array | Float64Array;

export const CELL_NAMES: readonly CellName[] = ['rnn_tanh', 'rnn_relu', 'lstm', 'gru', 'gru_reset_before'];
export const PRECISIONS = ['float32', 'float64'] as const;
/** Steps, rows, embedding, hidden and vocabulary sizes that divide nothing. */
export const [T, B, E, H, V] = [7, 3, 6, 5, 11];

/** Every cell with one and with two layers. */
export const MODELS = CELL_NAMES.flatMap((cell) => [1, 2].map((layers) => ({ cell, layers })));

interface Choice extends Partial<Omit<EngineOptions, 'shape' | 'sizes'>> {
  readonly cell?: CellName;
  readonly layers?: number;
  readonly steps?: number;
  readonly rows?: number;
}

export function smallEngine(choice: Choice = {}, build: EngineBuild = {}): Engine {
  const { cell = 'lstm', layers = 1, steps = T, rows = B, ...options } = choice;
  const shape = { cell, layers, vocabularySize: V, outputSize: V, embeddingSize: E, hiddenSize: H };
  const sizes = { steps, rows, probeSteps: steps };
  return createEngine(
    { shape, sizes, seed: 3, precision: 'float64', optimizer: 'adam', learningRate: 0.01, ...options },
    build,
  );
}

/** Random tokens and targets; full rows unless `lengths` are given. */
export function randomBatch(seed: number, steps = T, rows = B, lengths?: readonly number[]): Batch {
  const generator = new Generator(seed);
  const tokens = (): Int32Array => Int32Array.from({ length: steps * rows }, () => Math.floor(generator.uniform() * V));
  const inputs = tokens();
  const targets = tokens();
  return { steps, rows, inputs, targets, lengths: Int32Array.from(lengths ?? Array(rows).fill(steps)), initial: null };
}

export function randomStates(seed: number, engine: Engine, rows = B): LayerStates {
  const generator = new Generator(seed);
  const names = engine.shape.cell === 'lstm' ? ['h', 'c'] : ['h'];
  const vector = (): Float64Array => Float64Array.from({ length: rows * H }, () => generator.normal() * 0.5);
  return Array.from({ length: engine.shape.layers }, () => Object.fromEntries(names.map((name) => [name, vector()])));
}

/** The part of a batch in the rows and timesteps given. */
export function part(batch: Batch, rows: readonly number[], from = 0, to = batch.steps): Batch {
  const cut = (values: Int32Array): Int32Array =>
    Int32Array.from({ length: (to - from) * rows.length }, (_, i) => {
      const t = from + Math.floor(i / rows.length);
      return values[t * batch.rows + rows[i % rows.length]];
    });
  return {
    steps: to - from,
    rows: rows.length,
    inputs: cut(batch.inputs),
    targets: cut(batch.targets),
    lengths: Int32Array.from(rows, (b) => Math.max(0, Math.min(to, batch.lengths[b]) - from)),
    initial: batch.initial && rowsOfStates(batch.initial, rows),
  };
}

function rowsOfStates(states: LayerStates, rows: readonly number[]): LayerStates {
  return states.map((layer) =>
    Object.fromEntries(
      Object.entries(layer).map(([name, values]) => [
        name,
        Float64Array.from(rows.flatMap((b) => [...values.subarray(b * H, (b + 1) * H)])),
      ]),
    ),
  );
}

/** Gradients of a batch that is not abandoned. */
export function run(engine: Engine, batch: Batch, truncation = 0): PassReport {
  const report = engine.gradients(batch, truncation, () => false);
  if (report === CANCELLED) throw new Error('not cancelled');
  return report;
}

/** ‖a - b‖ / ‖b‖, or ‖a - b‖ when b is zero. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(difference) / (size > 0 ? Math.sqrt(size) : 1);
}

/** The worst relative error over tensors of the same names. */
export function worstError(found: readonly NamedArray[], expected: readonly NamedArray[]): number {
  return Math.max(...expected.map(({ name, data }) => relativeError(named(found, name), data)));
}

export function named(arrays: readonly NamedArray[], name: string): Numbers {
  return arrays.find((array) => array.name === name)!.data;
}

/** All values of some arrays, for comparing bits. */
export function flat(arrays: readonly NamedArray[]): number[] {
  return arrays.flatMap(({ data }) => [...data]);
}

export function flatStates(states: LayerStates): number[] {
  return states.flatMap((layer) => Object.values(layer).flatMap((values) => [...values]));
}

/** Σ weight · gradient over several readings. */
export function weightedSum(parts: readonly (readonly NamedArray[])[], weights: readonly number[]): NamedArray[] {
  return parts[0].map(({ name, shape, data }) => ({
    name,
    shape,
    data: Float64Array.from(data, (_, i) => parts.reduce((sum, read, p) => sum + weights[p] * named(read, name)[i], 0)),
  }));
}
