import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch, CellName, LayerStates, ModelShape, NamedArray } from '../../src/engine/types';

interface Entry {
  readonly offset: number;
  readonly shape: readonly number[];
}
type Entries = Readonly<Record<string, Entry>>;

interface Model {
  readonly cell: CellName;
  readonly layers: number;
  readonly sizes: {
    readonly V: number;
    readonly E: number;
    readonly H: number;
    readonly B: number;
    readonly T: number;
  };
  readonly parameters: Entries;
}

interface Tokens {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
}

export interface SequenceCase extends Model, Tokens {
  readonly truncation: number;
  readonly lengths: readonly number[];
  readonly loss: number;
  readonly gradients: Entries;
  readonly initial: Entries;
  readonly initialGradients: Entries;
  readonly final: Entries;
  readonly trace: Entries;
}

export interface OptimizerCase extends Model {
  readonly optimizer: 'sgd' | 'adagrad' | 'rmsprop' | 'adam' | 'adamw';
  readonly rate: number;
  readonly clip: number;
  readonly batches: readonly Tokens[];
  readonly losses: readonly number[];
  readonly norms: readonly number[];
  readonly final: Entries;
}

/** A model of another form: both directions, tied weights, or vectors in and numbers out. */
export interface VariantCase extends Omit<Model, 'sizes'>, Tokens {
  readonly sizes: Model['sizes'] & { readonly O: number };
  readonly bidirectional: boolean;
  readonly tied: boolean;
  readonly numbers: boolean;
  readonly lengths: readonly number[];
  readonly vectors: Entry;
  readonly wanted: Entry;
  readonly loss: number;
  readonly gradients: Entries;
  readonly initial: Entries;
  readonly initialGradients: Entries;
}

const bytes = readFileSync(join(__dirname, 'golden.bin'));
const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

/** The index `golden.json`; see README.md. */
export const golden = JSON.parse(readFileSync(join(__dirname, 'golden.json'), 'utf8')) as {
  readonly sequences: readonly SequenceCase[];
  readonly optimizers: readonly OptimizerCase[];
  readonly variants: readonly VariantCase[];
};

export function goldenArrays(entries: Entries): NamedArray[] {
  return Object.entries(entries).map(([name, { offset, shape }]) => ({
    name,
    shape,
    data: values.slice(offset, offset + shape.reduce((product, size) => product * size, 1)),
  }));
}

export function goldenShape({ cell, layers, sizes }: Model): ModelShape {
  const { V, E, H } = sizes;
  return { cell, layers, vocabularySize: V, outputSize: V, embeddingSize: E, hiddenSize: H };
}

/** `l0.h`, `l0.c`, `l1.h`, ... as the engine's states. */
export function goldenStates(entries: Entries): LayerStates {
  const layers: Record<string, Float64Array>[] = [];
  for (const { name, data } of goldenArrays(entries)) {
    const [layer, state] = name.slice(1).split('.');
    (layers[Number(layer)] ??= {})[state] = data as Float64Array;
  }
  return layers;
}

export function goldenBatch(
  { sizes }: Model,
  { inputs, targets }: Tokens,
  lengths: readonly number[] = Array<number>(sizes.B).fill(sizes.T),
  initial: LayerStates | null = null,
): Batch {
  return {
    steps: sizes.T,
    rows: sizes.B,
    inputs: Int32Array.from(inputs),
    targets: Int32Array.from(targets),
    lengths: Int32Array.from(lengths),
    initial,
  };
}
