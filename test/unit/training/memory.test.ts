import assert from 'node:assert/strict';
import { createEngine } from '../../../src/engine/index';
import type { CellName } from '../../../src/engine/types';
import { describeTooLarge, estimateBytes } from '../../../src/training/memory';

describe('the memory of a model', () => {
  const shapes = [
    { hiddenSize: 64, embeddingSize: 32, layers: 1, outputSize: 65, steps: 64, rows: 16 },
    { hiddenSize: 200, embeddingSize: 64, layers: 2, outputSize: 100, steps: 64, rows: 16 },
    { hiddenSize: 8, embeddingSize: 5, layers: 4, outputSize: 20, steps: 10, rows: 3 },
    { hiddenSize: 32, embeddingSize: 16, layers: 1, outputSize: 3000, steps: 128, rows: 16 },
  ];
  for (const cell of ['rnn_tanh', 'lstm', 'gru'] as readonly CellName[])
    for (const { steps, rows, ...rest } of shapes)
      it(`is estimated within a factor of two (${cell}, ${JSON.stringify(rest)})`, () => {
        const shape = { cell, vocabularySize: rest.outputSize, ...rest };
        const sizes = { steps, rows, probeSteps: 256 };
        const engine = createEngine({
          shape,
          sizes,
          seed: 1,
          precision: 'float32',
          optimizer: 'adam',
          learningRate: 1,
        });
        const ratio = estimateBytes(shape, sizes) / engine.bytes;
        assert.ok(ratio > 0.5 && ratio < 2, `the estimate is ${ratio} of the arena`);
      });

  it('is bounded, and what is over the bound is named with a next step', () => {
    assert.equal(describeTooLarge(500e6), null);
    assert.match(describeTooLarge(5e9) ?? '', /about 4\.7 GB .* 1\.0 GB .* Choose a smaller/);
  });
});
