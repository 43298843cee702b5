import { strict as assert } from 'node:assert';
import { createEngine } from '../../../src/engine/createEngine';
import { Generator } from '../../../src/engine/generator';
import { checkGradients, gradientCheck } from '../../../src/engine/gradientCheck';
import { initialParameters } from '../../../src/engine/initialise';
import type { Batch, CellName, Engine, LayerStates, ModelShape } from '../../../src/engine/types';

const V = 11;
const E = 6;
const H = 5;
const B = 3;
const T = 7;
const LENGTHS = [7, 4, 6];

function shapeOf(cell: CellName, layers: number): ModelShape {
  return { cell, layers, vocabularySize: V, outputSize: V, embeddingSize: E, hiddenSize: H };
}

function batchFor({ cell, layers }: ModelShape, initial: 'given' | 'zero'): Batch {
  const generator = new Generator(5);
  const ids = () => Int32Array.from({ length: T * B }, () => Math.floor(generator.uniform() * V));
  const state = () => Float64Array.from({ length: B * H }, () => 1.6 * generator.uniform() - 0.8);
  const states = (): LayerStates =>
    Array.from({ length: layers }, () => (cell === 'lstm' ? { h: state(), c: state() } : { h: state() }));
  const targets = ids();
  for (let i = 0; i < targets.length; i++) if (Math.floor(i / B) >= LENGTHS[i % B]) targets[i] = -1;
  return {
    steps: T,
    rows: B,
    inputs: ids(),
    targets,
    lengths: Int32Array.from(LENGTHS),
    initial: initial === 'given' ? states() : null,
  };
}

/** An engine that is wrong in one entry of one gradient. */
function withSignError(engine: Engine, parameter: string, index: number): Engine {
  const wrong = Object.create(engine) as Engine;
  wrong.readGradients = () =>
    engine.readGradients().map((array) => {
      if (array.name !== parameter) return array;
      const data = array.data.slice();
      data[index] = -data[index];
      return { ...array, data };
    });
  return wrong;
}

describe('the gradient check', () => {
  for (const cell of ['rnn_tanh', 'rnn_relu', 'lstm', 'gru', 'gru_reset_before'] as const) {
    for (const layers of [1, 2]) {
      it(`passes for every entry of ${cell} with ${layers} layer${layers > 1 ? 's' : ''}, initial states included`, () => {
        const shape = shapeOf(cell, layers);
        const report = gradientCheck(shape, batchFor(shape, 'given'), initialParameters(shape, 3));
        for (const { name, worst, index, numeric, analytic } of report.tensors) {
          assert.ok(worst <= 1e-6, `${name}[${index}]: ${numeric} by differences, ${analytic} by BPTT`);
        }
        assert.ok(report.passed);
        const states = cell === 'lstm' ? 2 : 1;
        assert.equal(report.tensors.length, 1 + 4 * layers + 2 + states * layers);
        assert.ok(report.tensors.every(({ entriesChecked }) => entriesChecked > 0));
      });
    }
  }

  it('checks the initial states’ gradients of a batch that starts from zero', () => {
    const shape = shapeOf('gru', 1);
    const report = gradientCheck(shape, batchFor(shape, 'zero'), initialParameters(shape, 3));
    assert.ok(report.passed);
    assert.equal(report.tensors.at(-1)?.name, 'initial.l0.h');
  });

  it('finds and locates one wrong sign', () => {
    const shape = shapeOf('lstm', 1);
    const sizes = { steps: T, rows: B, probeSteps: 1 };
    const engine = createEngine({ shape, sizes, seed: 3, precision: 'float64', optimizer: 'sgd', learningRate: 0 });
    const report = checkGradients(withSignError(engine, 'rnn.weight_hh_l0', 41), batchFor(shape, 'given'));
    assert.equal(report.passed, false);
    const failed = report.tensors.filter(({ worst }) => worst > 1e-6);
    assert.deepEqual(
      failed.map(({ name, index }) => [name, index]),
      [['rnn.weight_hh_l0', 41]],
    );
    assert.ok(Math.abs(failed[0].numeric + failed[0].analytic) < 1e-9, 'the two values differ in sign');
  });

  it('leaves the engine’s parameters as they were', () => {
    const shape = shapeOf('rnn_tanh', 1);
    const sizes = { steps: T, rows: B, probeSteps: 1 };
    const engine = createEngine({ shape, sizes, seed: 3, precision: 'float64', optimizer: 'sgd', learningRate: 0 });
    const before = engine.readParameters();
    checkGradients(engine, batchFor(shape, 'given'));
    assert.deepEqual(engine.readParameters(), before);
  });

  it('checks only as many random entries as asked for', () => {
    const shape = shapeOf('gru', 2);
    const report = gradientCheck(shape, batchFor(shape, 'given'), initialParameters(shape, 3), {
      perTensor: 4,
      seed: 9,
    });
    assert.ok(report.passed);
    assert.ok(report.tensors.every(({ entriesChecked }) => entriesChecked === 4));
  });

  it('refuses a batch without targets', () => {
    const shape = shapeOf('gru', 1);
    const batch = { ...batchFor(shape, 'zero'), targets: new Int32Array(T * B).fill(-1) };
    assert.throws(() => gradientCheck(shape, batch, initialParameters(shape, 3)), /at least one target/);
  });
});
