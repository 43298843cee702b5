import assert from 'node:assert/strict';
import { createEngine } from '../../../src/engine/createEngine';
import { gradientCheck } from '../../../src/engine/gradientCheck';
import { initialParameters } from '../../../src/engine/initialise';
import type { Batch, CellName, Engine, ModelShape } from '../../../src/engine/types';
import { B, E, H, part, randomBatch, run, T, V } from './support';

const LENGTHS = [7, 4, 6];

function unpooled(cell: CellName, bidirectional: boolean): ModelShape {
  const tokens = { vocabularySize: V, outputSize: V, embeddingSize: E, hiddenSize: H };
  return { cell, layers: 1, bidirectional, ...tokens };
}

function shapeOf(cell: CellName, bidirectional: boolean): ModelShape {
  return { ...unpooled(cell, bidirectional), pooling: 'mean' };
}

function engineOf(shape: ModelShape, precision: Engine['precision'] = 'float64'): Engine {
  const sizes = { steps: T, rows: B, probeSteps: T };
  return createEngine({ shape, sizes, seed: 3, precision, optimizer: 'adam', learningRate: 0.01 });
}

/** A target at the last step of each row, and nonsense elsewhere, which pooling must not look at. */
const batch: Batch = randomBatch(5, T, B, LENGTHS);

describe('a model that pools', () => {
  for (const cell of ['rnn_tanh', 'gru', 'lstm'] as const)
    for (const bidirectional of [false, true]) {
      const name = `${cell}${bidirectional ? ', both directions' : ''}`;

      it(`passes the gradient check (${name})`, () => {
        const shape = shapeOf(cell, bidirectional);
        const { passed, tensors } = gradientCheck(shape, batch, initialParameters(shape, 3));
        assert.ok(passed, JSON.stringify(tensors.filter(({ worst }) => worst > 1e-6)));
      });

      it(`answers with the mean of its steps’ scores (${name})`, () => {
        const pooling = engineOf(shapeOf(cell, bidirectional));
        const stepwise = engineOf(unpooled(cell, bidirectional));
        stepwise.writeParameters(pooling.readParameters());
        const scores = stepwise.answers(batch);
        const answers = pooling.answers(batch);
        assert.equal(answers.length, B * V);
        for (let b = 0; b < B; b++)
          for (let o = 0; o < V; o++) {
            let sum = 0;
            for (let t = 0; t < LENGTHS[b]; t++) sum += scores[(t * B + b) * V + o];
            assert.ok(Math.abs(answers[b * V + o] - sum / LENGTHS[b]) < 1e-12);
          }
      });
    }

  it('takes one loss a row, at its last step', () => {
    const engine = engineOf(shapeOf('gru', true));
    const { loss, targetCount } = run(engine, batch);
    assert.equal(targetCount, B);
    const losses = Array.from({ length: B }, (_, row) => [...engine.trace('training', row).get('loss')!]);
    losses.forEach((steps, row) => steps.forEach((value, t) => assert.equal(value > 0, t === LENGTHS[row] - 1)));
    assert.ok(Math.abs(losses.flat().reduce((a, b) => a + b) / B - loss) < 1e-12);
  });

  it('answers each row as if it stood alone, in probes too', () => {
    const engine = engineOf(shapeOf('lstm', true), 'float32');
    const together = engine.answers(batch);
    for (let b = 0; b < B; b++) {
      const alone = part(batch, [b], 0, LENGTHS[b]);
      assert.deepEqual(engine.answers(alone), together.slice(b * V, (b + 1) * V));
      const { loss } = engine.probe(alone);
      const { lossSum } = engine.evaluate(alone);
      assert.ok(Math.abs(loss - lossSum) < 1e-6);
    }
  });

  it('has itemised gradients that add up', () => {
    const engine = engineOf(shapeOf('lstm', false));
    run(engine, batch);
    for (const { name, data } of engine.readGradients()) {
      const sum = new Float64Array(data.length);
      for (let t = 0; t < T; t++) engine.itemisedGradient(name, t).data.forEach((value, i) => (sum[i] += value));
      sum.forEach((value, i) => assert.ok(Math.abs(value - data[i]) < 1e-12, name));
    }
  });

  it('is refused where it makes no sense', () => {
    assert.throws(() => engineOf({ ...shapeOf('gru', false), output: 'numbers' }), /pools gives scores of classes/);
  });
});
