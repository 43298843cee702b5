import assert from 'node:assert/strict';
import type { Engine } from '../../../src/engine/types';
import type { GradientReport } from '../../../src/protocol/messages';
import { prepareRun } from '../../../src/training/prepare';
import { gradientReport } from '../../../src/training/gradientReport';
import { makeTrainer, parameterBytes, SMALL, TEXT, trainTo } from './corpus';

const { task } = prepareRun(SMALL, TEXT);

function report(engine: Engine): GradientReport {
  const work = gradientReport(engine, task);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

describe('the gradient check of a run', () => {
  for (const cell of ['rnn_tanh', 'lstm', 'gru'] as const)
    it(`passes on the model as it has been trained so far, and leaves it alone (${cell})`, () => {
      const trainer = trainTo(makeTrainer({ cell, layers: 2, dropout: 0.4 }), 20);
      const before = parameterBytes(trainer);
      const found = report(trainer.engine);
      assert.ok(found.passed, found.place);
      assert.ok(found.worst[0]! <= 1e-6 && found.entries > 100);
      assert.equal(found.tensors.length, found.errors.length);
      assert.deepEqual(parameterBytes(trainer), before);
    });

  it('names gate, layer and entry of what is worst', () => {
    const { place, tensors } = report(trainTo(makeTrainer({ layers: 2 }), 5).engine);
    assert.match(place, /gate of layer [12], |candidate of layer [12], |E\[|W_hy|b_y|the state before/);
    assert.ok(tensors.includes('rnn.weight_hh_l1'));
  });
});
