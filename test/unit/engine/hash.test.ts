import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { createEngine, type EngineBuild } from '../../../src/engine/createEngine';
import { Generator } from '../../../src/engine/generator';
import { sharedSimdKernels, simdKernels } from '../../../src/engine/kernels/simd/simd';
import type { Batch, Engine } from '../../../src/engine/types';
import { run } from './support';
import { startThread } from './threads';

/**
 * The parameters of every cell after 300 steps. The bits come from IEEE 754 additions, multiplications, divisions and
 * roots in one fixed order, so they are the same on every machine and version of Node (checked on 20, 22 and 24). A
 * change of this constant means that runs saved before can no longer be replayed bit for bit: say so in the commit.
 */
const EXPECTED = '05b04723c1f985bf5037399fb965e1fa6d5d85a42eecf78d7c1505818c87a56a';

const STEPS = 300;
const [T, B, V] = [9, 5, 19];

function batches(seed: number): Batch[] {
  const generator = new Generator(seed);
  return Array.from({ length: 4 }, () => {
    const tokens = (): Int32Array => Int32Array.from({ length: T * B }, () => Math.floor(generator.uniform() * V));
    return {
      steps: T,
      rows: B,
      inputs: tokens(),
      targets: tokens(),
      lengths: Int32Array.of(9, 4, 9, 7, 1),
      initial: null,
    };
  });
}

function hash(trained: readonly Engine[]): string {
  const digest = createHash('sha256');
  for (const engine of trained) for (const { data } of engine.readParameters()) digest.update(data);
  return digest.digest('hex');
}

async function trainAll(build: EngineBuild, threads: number): Promise<Engine[]> {
  const trained: Engine[] = [];
  for (const cell of ['rnn_tanh', 'rnn_relu', 'lstm', 'gru'] as const) {
    const shape = { cell, vocabularySize: V, outputSize: V, embeddingSize: 13, hiddenSize: 37, layers: 2 };
    const sizes = { steps: T, rows: B, probeSteps: 1 };
    const rest = { seed: 7, precision: 'float32', optimizer: 'adamw', learningRate: 0.01 } as const;
    const engine = createEngine({ shape, sizes, ...rest }, build);
    while (engine.threads < threads) await new Promise((resolve) => setTimeout(resolve, 5));
    const rounds = batches(11);
    for (let step = 0; step < STEPS; step++) {
      assert.equal(engine.threads, threads);
      run(engine, rounds[step % rounds.length], step % 3 === 0 ? 4 : 0);
      assert.ok(engine.update(1).finite);
    }
    engine.dispose();
    trained.push(engine);
  }
  return trained;
}

describe('training on SIMD kernels', () => {
  it('gives the parameters of the committed hash after 300 steps', async function () {
    if (!simdKernels()) this.skip();
    assert.equal(hash(await trainAll({}, 1)), EXPECTED);
  });

  it('gives the same hash when two threads share each batch', async function () {
    if (!sharedSimdKernels()) this.skip();
    this.timeout(30_000);
    assert.equal(hash(await trainAll({ startThread }, 2)), EXPECTED);
  });
});
