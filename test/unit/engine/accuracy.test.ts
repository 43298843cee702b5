import { strict as assert } from 'node:assert';
import { createEngine } from '../../../src/engine/createEngine';
import { Generator } from '../../../src/engine/generator';
import type { Batch, CellName, Engine } from '../../../src/engine/types';
import { MODELS, named, relativeError, run } from './support';

const [STEPS, ROWS, VOCABULARY] = [64, 16, 65];

function engine(cell: CellName, layers: number, bidirectional: boolean, precision: Engine['precision']): Engine {
  const tokens = { vocabularySize: VOCABULARY, outputSize: VOCABULARY };
  const shape = { cell, ...tokens, embeddingSize: 32, hiddenSize: 64, layers, bidirectional };
  const sizes = { steps: STEPS, rows: ROWS, probeSteps: 1 };
  return createEngine({ shape, sizes, seed: 1, precision, optimizer: 'sgd', learningRate: 0 });
}

function batch(token: (i: number) => number): Batch {
  const ids = Int32Array.from({ length: STEPS * ROWS + 1 }, (_, i) => token(i));
  const lengths = new Int32Array(ROWS).fill(STEPS);
  return { steps: STEPS, rows: ROWS, inputs: ids.slice(0, -1), targets: ids.slice(1), lengths, initial: null };
}

const generator = new Generator(5);
const BATCHES: Readonly<Record<string, Batch>> = {
  'frequent and rare tokens': batch(() => Math.floor(generator.uniform() * generator.uniform() * VOCABULARY)),
  // Every token comes equally often: the terms of a bias gradient nearly cancel.
  'evenly spread tokens': batch((i) => (i * 7919) % VOCABULARY),
};

describe('float32 training on a batch of 16 rows and 64 timesteps', () => {
  for (const { cell, layers } of MODELS)
    for (const bidirectional of [false, true])
      for (const [kind, tokens] of Object.entries(BATCHES)) {
        // Directions share their kernels: one kind of batch tells whether the second adds rounding.
        if (bidirectional && kind === 'frequent and rare tokens') continue;
        const model = `${cell}, ${layers} layers${bidirectional ? ', both directions' : ''}`;
        it(`has every gradient within 1e-6 of float64 (${model}, ${kind})`, () => {
          const single = engine(cell, layers, bidirectional, 'float32');
          const double = engine(cell, layers, bidirectional, 'float64');
          double.writeParameters(single.readParameters());
          run(single, tokens);
          run(double, tokens);
          const found = single.readGradients();
          for (const { name, data } of double.readGradients()) {
            const error = relativeError(named(found, name), data);
            assert.ok(error <= 1e-6, `${name}: ${error}`);
          }
        });
      }
});
