import { strict as assert } from 'node:assert';
import { CANCELLED, type Engine, type EngineOptions } from '../../../src/engine/types';
import {
  CELL_NAMES,
  MODELS,
  PRECISIONS,
  T,
  flat,
  flatStates,
  named,
  randomBatch,
  run,
  smallEngine,
  worstError,
} from './support';

const OPTIMIZERS: readonly EngineOptions['optimizer'][] = ['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw'];

function train(engine: Engine, steps: number, from = 0): number[] {
  const losses: number[] = [];
  for (let step = from; step < from + steps; step++) {
    losses.push(run(engine, randomBatch(step % 3)).loss);
    engine.update(1);
  }
  return losses;
}

for (const cell of CELL_NAMES) {
  describe(`training ${cell}`, () => {
    it('twice from one seed gives the same bits, from another seed others', () => {
      const parameters = [5, 5, 6].map((seed) => {
        const engine = smallEngine({ cell, seed, precision: 'float32', layers: 2 });
        train(engine, 10);
        return flat(engine.readParameters());
      });
      assert.deepEqual(parameters[0], parameters[1]);
      assert.notDeepEqual(parameters[0], parameters[2]);
    });

    it('gives the same bits whatever the leading dimensions', () => {
      const dimensions = [(cols: number) => cols, (cols: number) => cols + 1, (cols: number) => 2 * cols + 3];
      const [dense, ...padded] = dimensions.map((leadingDimension) => {
        const engine = smallEngine({ cell, precision: 'float32', layers: 2 }, { leadingDimension });
        train(engine, 5);
        return [flat(engine.readParameters()), flat(engine.readOptimizer().arrays), engine.trace('training', 1)];
      });
      for (const other of padded) assert.deepEqual(other, dense);
    });

    it('learns a batch by heart', () => {
      const engine = smallEngine({ cell, precision: 'float32' });
      const losses = Array.from({ length: 300 }, () => {
        const { loss } = run(engine, randomBatch(1));
        engine.update(1);
        return loss;
      });
      assert.ok(losses[0] > 2 && losses[losses.length - 1] < 0.5, `${losses[0]} → ${losses[losses.length - 1]}`);
    });
  });
}

for (const precision of PRECISIONS) {
  for (const model of MODELS) {
    describe(`the token table of ${model.cell} with ${model.layers} layer(s) in ${precision}`, () => {
      it('gives the loss and gradients of the plain input product up to rounding', () => {
        const [table, plain] = [true, false].map((tokenTable) => {
          const engine = smallEngine({ ...model, precision }, { tokenTable });
          const { loss } = run(engine, randomBatch(1, T, 3, [7, 4, 6]));
          return { loss, gradients: engine.readGradients() };
        });
        const tolerance = precision === 'float32' ? 2e-6 : 1e-13;
        assert.ok(Math.abs(table.loss - plain.loss) < tolerance * plain.loss);
        assert.ok(worstError(table.gradients, plain.gradients) < tolerance);
        if (model.cell !== 'rnn_relu') assert.notDeepEqual(flat(table.gradients), flat(plain.gradients));
      });
    });
  }
}

describe('a cancelled pass', () => {
  it('changes nothing wherever it is cancelled, and the next one has the same bits', () => {
    const engine = smallEngine({ layers: 2 });
    train(engine, 2);
    const before = [engine.readParameters(), engine.readOptimizer()];
    let polls = 0;
    engine.gradients(randomBatch(9), 0, () => ++polls < 0);
    assert.ok(polls >= 2 * 2 * 2 * T, 'every timestep of both halves, layers and directions polls');
    const report = run(engine, randomBatch(9));
    const gradients = engine.readGradients();
    for (let at = 1; at <= polls; at += 5) {
      let count = 0;
      assert.equal(
        engine.gradients(randomBatch(9), 0, () => ++count >= at),
        CANCELLED,
      );
      assert.throws(() => engine.update(1), /has not been used yet/);
      assert.throws(() => engine.finalStates('training'), /finished batch/);
    }
    assert.deepEqual([engine.readParameters(), engine.readOptimizer()], before);
    assert.deepEqual(run(engine, randomBatch(9)), report);
    assert.deepEqual(engine.readGradients(), gradients);
  });
});

describe('an update', () => {
  it('clips by PyTorch’s global norm and says so', () => {
    const engine = smallEngine();
    run(engine, randomBatch(1));
    const squares = flat(engine.readGradients()).reduce((sum, value) => sum + value * value, 0);
    const { gradientNorm, clipFactor } = engine.update(0.1);
    assert.ok(Math.abs(gradientNorm - Math.sqrt(squares)) < 1e-14);
    assert.equal(clipFactor, 0.1 / (gradientNorm + 1e-6));
    run(engine, randomBatch(1));
    assert.equal(engine.update(1e6).clipFactor, 1);
    run(engine, randomBatch(1));
    assert.equal(engine.update(0).clipFactor, 1);
  });

  it('moves parameters by the clipped gradient', () => {
    const engine = smallEngine({ optimizer: 'sgd', learningRate: 0.5 });
    const before = engine.readParameters();
    run(engine, randomBatch(1));
    const gradients = engine.readGradients();
    const { clipFactor } = engine.update(0.1);
    assert.ok(clipFactor < 1);
    for (const { name, data } of engine.readParameters())
      data.forEach((value, i) => {
        const expected = named(before, name)[i] - 0.5 * clipFactor * named(gradients, name)[i];
        assert.ok(Math.abs(value - expected) < 1e-15);
      });
  });

  it('needs gradients that were not used yet', () => {
    const engine = smallEngine();
    assert.throws(() => engine.update(1), /has not been used yet/);
    run(engine, randomBatch(1));
    engine.update(1);
    assert.throws(() => engine.update(1), /has not been used yet/);
  });

  it('is refused when the loss is not finite, and nothing changes', () => {
    const engine = smallEngine();
    train(engine, 2);
    const [bias] = engine.readParameters().filter(({ name }) => name === 'output.bias');
    engine.writeParameters([{ ...bias, data: bias.data.map((value, i) => (i === 3 ? NaN : value)) }]);
    const before = [engine.readParameters(), engine.readOptimizer()];
    assert.ok(Number.isNaN(run(engine, randomBatch(1)).loss));
    assert.equal(engine.update(1).finite, false);
    assert.deepEqual([engine.readParameters(), engine.readOptimizer()], before);
  });

  it('is taken back when it makes a parameter infinite', () => {
    const engine = smallEngine({ optimizer: 'sgd', learningRate: 1e300, precision: 'float32' });
    const before = [engine.readParameters(), engine.readOptimizer()];
    run(engine, randomBatch(1));
    assert.equal(engine.update(0).finite, false);
    assert.deepEqual([engine.readParameters(), engine.readOptimizer()], before);
  });

  it('is taken back also after steps that were in no danger, when a moment that was written is', () => {
    const engine = smallEngine({ precision: 'float32' });
    train(engine, 3);
    const { arrays, step } = engine.readOptimizer();
    const huge = arrays.map((array, i) => (i === 0 ? { ...array, data: array.data.map(() => 3e38) } : array));
    engine.writeOptimizer({ arrays: huge, step });
    const before = [engine.readParameters(), engine.readOptimizer()];
    run(engine, randomBatch(1));
    assert.equal(engine.update(1).finite, false);
    assert.deepEqual([engine.readParameters(), engine.readOptimizer()], before);
  });

  for (const optimizer of OPTIMIZERS) {
    it(`of ${optimizer} goes on from a saved state with the same bits`, () => {
      const whole = smallEngine({ optimizer, precision: 'float32' });
      train(whole, 4);
      const [parameters, state] = [whole.readParameters(), whole.readOptimizer()];
      const losses = train(whole, 4, 4);
      const resumed = smallEngine({ optimizer, precision: 'float32', seed: 77 });
      resumed.writeParameters(parameters);
      resumed.writeOptimizer(state);
      assert.deepEqual(train(resumed, 4, 4), losses);
      assert.deepEqual(resumed.readParameters(), whole.readParameters());
      assert.deepEqual(resumed.readOptimizer(), whole.readOptimizer());
    });
  }
});

describe('writing a model', () => {
  const engine = smallEngine();
  const [first] = engine.readParameters();

  it('refuses unknown names and wrong shapes by name and changes nothing', () => {
    const before = engine.readParameters();
    const changed = { ...first, data: first.data.map((value) => value + 1) };
    const refused = (wrong: typeof first, message: RegExp): void =>
      assert.throws(() => engine.writeParameters([changed, wrong]), { name: 'RangeError', message });
    refused({ ...first, name: 'rnn.weight' }, /no tensor named rnn\.weight/);
    refused({ ...first, shape: [6, 11] }, /embedding\.weight has shape 6 × 11; this model needs 11 × 6/);
    refused({ ...first, data: new Float64Array(3) }, /embedding\.weight/);
    assert.deepEqual(engine.readParameters(), before);
  });

  it('refuses an optimiser’s state that is not whole', () => {
    const state = engine.readOptimizer();
    assert.throws(() => engine.writeOptimizer({ ...state, arrays: state.arrays.slice(1) }), /keeps 14 tensors, not 13/);
  });
});

describe('a shape that cannot be built', () => {
  it('is refused in words', () => {
    const build = (layers: number, rows: number) => () => smallEngine({ layers, rows });
    assert.throws(build(5, 3), /at most 4 recurrent layers, not 5/);
    assert.throws(build(1, 0), /rows must be a whole number of at least 1, not 0/);
    assert.throws(build(NaN, 3), /layers must be a whole number of at least 1, not NaN/);
  });
});

describe('the probe', () => {
  it('leaves the training batch, its gradients and its trace alone', () => {
    const engine = smallEngine();
    run(engine, randomBatch(1));
    const read = () => [
      engine.readGradients(),
      engine.trace('training', 1),
      flatStates(engine.finalStates('training')),
    ];
    const before = read();
    engine.probe(randomBatch(2, T, 1));
    engine.advance(3, null);
    assert.deepEqual(read(), before);
  });

  it('sees the parameters of the last update', () => {
    const engine = smallEngine();
    const batch = randomBatch(2, T, 1);
    train(engine, 1);
    const after = engine.probe(batch).loss;
    assert.equal(after, engine.evaluate(batch).lossSum / T);
    train(engine, 1);
    assert.notEqual(engine.probe(batch).loss, after);
  });

  it('must have run before it is read', () => {
    assert.throws(() => smallEngine().trace('probe', 0), /call probe\(\) first/);
  });
});
