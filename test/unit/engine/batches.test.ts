import { strict as assert } from 'node:assert';
import {
  B,
  H,
  MODELS,
  T,
  flatStates,
  part,
  randomBatch,
  randomStates,
  relativeError,
  run,
  smallEngine,
  V,
  weightedSum,
  worstError,
} from './support';

for (const model of MODELS) {
  describe(`a batch through ${model.cell} with ${model.layers} layer(s)`, () => {
    it('of copies of one row gives that row’s loss and gradients', () => {
      const engine = smallEngine(model);
      const one = part(randomBatch(1), [0]);
      const alone = run(engine, one);
      const expected = engine.readGradients();
      const copies = run(engine, part(one, [0, 0, 0]));
      assert.ok(Math.abs(copies.loss - alone.loss) < 1e-13);
      assert.ok(worstError(engine.readGradients(), expected) < 1e-12);
    });

    it('summed as two halves is the sum of its rows', () => {
      const engine = smallEngine({ ...model, rows: 5 });
      const batch = { ...randomBatch(2, T, 5, [7, 2, 5, 7, 1]), initial: randomStates(4, engine, 5) };
      const whole = run(engine, batch);
      const gradients = engine.readGradients();
      const rows = [0, 1, 2, 3, 4].map((row) => ({
        report: run(engine, part(batch, [row])),
        gradients: engine.readGradients(),
      }));
      const weights = rows.map(({ report }) => report.targetCount / whole.targetCount);
      const loss = rows.reduce((sum, { report }, row) => sum + weights[row] * report.loss, 0);
      assert.ok(Math.abs(whole.loss - loss) < 1e-13);
      const expected = weightedSum(
        rows.map((row) => row.gradients),
        weights,
      );
      assert.ok(worstError(gradients, expected) < 1e-12);
    });

    it('gives a padded row what the shorter row gets alone', () => {
      const engine = smallEngine(model);
      const batch = { ...randomBatch(3, T, B, [4, 7, 1]), initial: randomStates(5, engine) };
      run(engine, batch);
      const trace = engine.trace('training', 0);
      const states = flatStates(engine.finalStates('training').map(({ h }) => ({ h: h.subarray(0, H) })));
      const short = part(batch, [0], 0, 4);
      const report = run(engine, short);
      const expected = engine.trace('training', 0);
      const finalStates = engine.finalStates('training').map(({ h }) => ({ h }));
      assert.deepEqual(states, flatStates(finalStates));
      for (const [id, values] of expected) {
        const scale = id.includes('.d') ? report.targetCount / 12 : 1;
        const scaled = Float64Array.from(values, (value) => value * scale);
        assert.ok(relativeError(trace.get(id)!.slice(0, values.length), scaled) < 1e-12, id);
      }
    });

    it('keeps state and passes the gradient through padding untouched', () => {
      const engine = smallEngine(model);
      const batch = randomBatch(3, T, B, [4, 7, 1]);
      run(engine, batch);
      const h = engine.trace('training', 0).get('l0.h')!;
      const dh = engine.trace('training', 0).get('l0.dh')!;
      for (let t = 4; t < T; t++) {
        assert.deepEqual(h.slice(t * H, (t + 1) * H), h.slice(3 * H, 4 * H));
        assert.ok(dh.slice(t * H, (t + 1) * H).every((value) => value === 0));
      }
    });

    it('ignores what stands in the padding', () => {
      const engine = smallEngine(model);
      const batch = randomBatch(3, T, B, [4, 7, 1]);
      const report = run(engine, batch);
      const gradients = engine.readGradients();
      const rubbish = (values: Int32Array): Int32Array =>
        values.map((value, i) => (Math.floor(i / B) < batch.lengths[i % B] ? value : 999));
      const same = { ...batch, inputs: rubbish(batch.inputs), targets: rubbish(batch.targets) };
      assert.deepEqual(run(engine, same), report);
      assert.deepEqual(engine.readGradients(), gradients);
      assert.equal(report.targetCount, 12);
    });

    it('split in time with its state carried on has the states and losses of the unsplit batch', () => {
      const engine = smallEngine(model);
      const batch = { ...randomBatch(6), initial: randomStates(7, engine) };
      const rows = [0, 1, 2];
      const whole = engine.evaluate(batch);
      const states = engine.finalStates('training');
      const first = engine.evaluate(part(batch, rows, 0, 3));
      const carried = engine.finalStates('training');
      const second = engine.evaluate({ ...part(batch, rows, 3), initial: carried });
      assert.ok(Math.abs(first.lossSum + second.lossSum - whole.lossSum) < 1e-12);
      assert.deepEqual(flatStates(engine.finalStates('training')), flatStates(states));
    });

    it('walked one token at a time has the logits of the whole sequence', () => {
      const engine = smallEngine(model);
      const batch = part(randomBatch(8), [1]);
      engine.probe(batch);
      const logits = engine.trace('probe', 0).get('logits')!;
      let states = null;
      for (let t = 0; t < T; t++) {
        const next = engine.advance(batch.inputs[t], states);
        states = next.states;
        assert.ok(relativeError(next.logits, logits.slice(t * V, (t + 1) * V)) < 1e-13);
      }
      assert.deepEqual(flatStates(states!), flatStates(engine.finalStates('probe')));
    });
  });
}

function withValue(values: Int32Array, index: number, value: number): Int32Array {
  const changed = values.slice();
  changed[index] = value;
  return changed;
}

describe('a batch that does not fit', () => {
  const engine = smallEngine();
  const batch = randomBatch(1);
  const refused = (change: Partial<typeof batch>, message: RegExp): void => {
    assert.throws(() => run(engine, { ...batch, ...change }), { name: 'RangeError', message });
  };

  it('is refused for too many timesteps or rows', () => {
    assert.throws(() => run(engine, randomBatch(1, T + 1)), /8 timesteps; this engine takes 1 to 7/);
    assert.throws(() => run(engine, randomBatch(1, T, B + 1)), /4 rows; this engine takes 1 to 3/);
    assert.throws(() => engine.probe(batch), /3 rows; this engine takes 1 to 1/);
  });

  it('is refused for arrays of the wrong length', () => {
    refused({ inputs: batch.inputs.slice(1) }, /inputs should count 21, not 20/);
    refused({ targets: batch.targets.slice(1) }, /targets should count 21, not 20/);
    refused({ lengths: batch.lengths.slice(1) }, /lengths should count 3, not 2/);
  });

  it('is refused for ids outside the vocabulary, naming the place', () => {
    refused({ inputs: withValue(batch.inputs, 7, V) }, /Input 11 at timestep 2 of row 1 is not an id from 0 to 10/);
    refused({ inputs: withValue(batch.inputs, 0, -1) }, /Input -1 at timestep 0 of row 0/);
    refused({ targets: withValue(batch.targets, 20, -2) }, /Target -2 at timestep 6 of row 2/);
  });

  it('is refused for lengths beyond its steps', () => {
    refused({ lengths: Int32Array.of(7, 8, 7) }, /Row 1 of the batch has length 8/);
  });

  it('is refused for initial states of another shape', () => {
    refused({ initial: [{ h: new Float64Array(B * H) }] }, /initial state c of layer 0 should count 15, not 0/);
    refused({ initial: [] }, /initial states should count 1, not 0/);
  });

  it('leaves the engine as it was', () => {
    const report = run(engine, batch);
    assert.throws(() => run(engine, { ...batch, inputs: withValue(batch.inputs, 0, -1) }));
    assert.deepEqual(run(engine, batch), report);
  });

  it('without any target has no loss, and its update is refused', () => {
    const empty = { ...batch, targets: batch.targets.map(() => -1) };
    assert.equal(run(engine, empty).targetCount, 0);
    assert.equal(engine.update(1).finite, false);
  });
});
