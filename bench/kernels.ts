import { createEngine } from '../src/engine/createEngine';
import type { KernelsBuild } from '../src/engine/kernels/kernels';
import { plainKernels } from '../src/engine/kernels/plain/plain';
import { simdKernels } from '../src/engine/kernels/simd/simd';
import type { Batch, CellName, Engine } from '../src/engine/types';
import type { Row } from './row';

const VOCABULARY = 65;
const ROUNDS = 7;

/** One training step (forward, BPTT, clip, Adam) on SIMD and on plain kernels, interleaved; `ratio` = ms / ms on SIMD. */
export function* benchKernels(): Iterable<Row> {
  const simd = simdKernels();
  const builds: readonly (readonly [string, KernelsBuild])[] = [
    ...(simd ? [['simd', simd] as const] : []),
    ['plain', plainKernels('float32')],
  ];
  for (const cell of ['rnn_tanh', 'gru', 'lstm'] as const)
    for (const [H, B, T] of [
      [64, 1, 25],
      [64, 16, 64],
      [128, 1, 64],
      [128, 16, 64],
    ] as const) {
      const runs = builds.map(([engine, kernels]) => ({
        engine,
        step: stepper(kernels, cell, H, B, T),
        times: [] as number[],
      }));
      for (const { step } of runs) step();
      for (let round = 0; round < ROUNDS; round++)
        for (const run of runs) {
          const repeats = Math.max(1, Math.ceil(20 / Math.max(run.times[0] ?? 20, 0.01)));
          const started = performance.now();
          for (let i = 0; i < repeats; i++) run.step();
          run.times.push((performance.now() - started) / repeats);
        }
      const best = Math.min(...runs[0]!.times.slice(1));
      for (const { engine, times } of runs) {
        const ms = Math.min(...times.slice(1));
        yield { cell, H, B, T, engine, ms, tokensPerSecond: Math.round((B * T * 1000) / ms), ratio: ms / best };
      }
    }
}

function stepper(kernels: KernelsBuild, cell: CellName, H: number, B: number, T: number): () => void {
  const shape = {
    cell,
    vocabularySize: VOCABULARY,
    outputSize: VOCABULARY,
    embeddingSize: 64,
    hiddenSize: H,
    layers: 1,
  };
  const sizes = { steps: T, rows: B, probeSteps: 1 };
  const rest = { seed: 1, precision: 'float32', optimizer: 'adam', learningRate: 1e-4 } as const;
  const engine: Engine = createEngine({ shape, sizes, ...rest }, { kernels });
  const ids = Int32Array.from({ length: T * B + 1 }, (_, i) => (i * 7919) % VOCABULARY);
  const batch: Batch = {
    steps: T,
    rows: B,
    inputs: ids.slice(0, -1),
    targets: ids.slice(1),
    lengths: new Int32Array(B).fill(T),
    initial: null,
  };
  return () => {
    engine.gradients(batch, 0, () => false);
    engine.update(5);
  };
}
