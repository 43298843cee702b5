import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialParameters } from '../src/engine/initialise';
import type { ModelShape } from '../src/engine/types';

/** What is measured: a cell, hidden size, batch and timesteps. */
export interface Cell {
  readonly cell: 'rnn_tanh' | 'gru' | 'lstm';
  readonly H: number;
  readonly B: number;
  readonly T: number;
}

/** A parameter's shape, and its float32 values in base64. */
interface Entry {
  readonly shape: readonly number[];
  readonly data: string;
}

/** The same work for every engine: sizes, tokens (t · B + b), learning rate and initial weights. */
export interface Spec extends Cell {
  readonly V: number;
  readonly E: number;
  readonly rate: number;
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
  readonly parameters: Readonly<Record<string, Entry>>;
}

const [V, E] = [65, 64];

export function shapeOf({ cell, H }: Cell): ModelShape {
  return { cell, vocabularySize: V, outputSize: V, embeddingSize: E, hiddenSize: H, layers: 1 };
}

export function specOf(cell: Cell): Spec {
  const ids = Array.from({ length: cell.T * cell.B + 1 }, (_, i) => (i * 7919) % V);
  const entries = initialParameters(shapeOf(cell), 1).map(({ name, shape, data }): [string, Entry] => [
    name,
    { shape, data: Buffer.from(Float32Array.from(data).buffer).toString('base64') },
  ]);
  const parameters = Object.fromEntries(entries);
  return { ...cell, V, E, rate: 1e-3, inputs: ids.slice(0, -1), targets: ids.slice(1), parameters };
}

const folder = mkdtempSync(join(tmpdir(), 'unroll-bench-'));

/** Writes the spec where every engine's process can read it. */
export function writeSpec(spec: Spec): string {
  const file = join(folder, 'spec.json');
  writeFileSync(file, JSON.stringify(spec));
  return file;
}

/** A path in the benchmark's own temporary folder. */
export function temporary(name: string): string {
  return join(folder, name);
}
