import { gradientCheck } from '../src/engine/gradientCheck';
import { initialParameters } from '../src/engine/initialise';
import type { Batch, CellName, ModelShape } from '../src/engine/types';
import type { Row } from './row';

const SIZES = { E: 6, H: 5, B: 3, T: 7, V: 11 };

/** The float64 gradient check of every parameter of every cell, 1 and 2 layers, odd sizes, unequal lengths. */
export function* benchGradientCheck(): Iterable<Row> {
  const { E, H, B, T, V } = SIZES;
  for (const cell of ['rnn_tanh', 'rnn_relu', 'gru', 'lstm'] as const satisfies readonly CellName[])
    for (const layers of [1, 2]) {
      const shape: ModelShape = { cell, vocabularySize: V, outputSize: V, embeddingSize: E, hiddenSize: H, layers };
      const lengths = Int32Array.of(T, T - 2, T);
      const ids = (shift: number): Int32Array => Int32Array.from({ length: T * B }, (_, i) => (i * 5 + shift) % V);
      const targets = ids(3).map((id, i) => (Math.floor(i / B) < lengths[i % B]! ? id : -1));
      const batch: Batch = { steps: T, rows: B, inputs: ids(0), targets, lengths, initial: null };
      const started = performance.now();
      const { passed, tensors } = gradientCheck(shape, batch, initialParameters(shape, 1));
      const worst = tensors.reduce((a, b) => (b.worst > a.worst ? b : a));
      const entries = tensors.reduce((sum, { entriesChecked }) => sum + entriesChecked, 0);
      const ms = performance.now() - started;
      yield {
        cell,
        layers,
        H,
        B,
        T,
        engine: 'float64',
        ms,
        passed: String(passed),
        worst: worst.worst,
        tensor: worst.name,
        entries,
      };
    }
}
