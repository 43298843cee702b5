import { strict as assert } from 'node:assert';
import type { Engine } from '../../../src/engine/types';
import { B, MODELS, PRECISIONS, T, named, randomBatch, randomStates, relativeError, run, smallEngine } from './support';

const GATES: Readonly<Record<string, number>> = { lstm: 4, gru: 3, gru_reset_before: 3 };

/** Σ_t of one parameter's itemised gradient, in float64. */
function sumOverTime(engine: Engine, parameter: string): Float64Array {
  const sum = Float64Array.from(engine.itemisedGradient(parameter, 0).data);
  for (let t = 1; t < T; t++) engine.itemisedGradient(parameter, t).data.forEach((value, i) => (sum[i] += value));
  return sum;
}

function length(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));
}

for (const precision of PRECISIONS) {
  const tolerance = precision === 'float32' ? 1e-5 : 1e-10;
  for (const model of MODELS) {
    describe(`the itemised gradient of ${model.cell} with ${model.layers} layer(s) in ${precision}`, () => {
      const engine = smallEngine({ ...model, precision });
      run(engine, { ...randomBatch(1, T, B, [7, 3, 5]), initial: randomStates(2, engine) });
      const gradients = engine.readGradients();
      const norms = engine.itemisedNorms();
      const items = engine.parameters.map(({ name }) => engine.itemisedGradient(name, 2));
      // Everything below still belongs to the batch when its update has been made and a probe has run.
      engine.update(1);
      engine.probe(randomBatch(3, T, 1));

      it('adds up over time to the whole gradient of every parameter', () => {
        for (const { name } of engine.parameters)
          assert.ok(relativeError(sumOverTime(engine, name), named(gradients, name)) < tolerance, name);
      });

      it('has the norms of its full matrices', () => {
        for (const { parameter, norms: found } of norms) {
          const expected = Float64Array.from({ length: T }, (_, t) =>
            length(engine.itemisedGradient(parameter, t).data),
          );
          assert.ok(relativeError(found, expected) < tolerance, parameter);
        }
      });

      it('has the norms of its gates, which make up the whole', () => {
        for (const { parameter, norms: whole, gates } of norms) {
          assert.equal(gates.length, parameter.startsWith('rnn.') && model.cell in GATES ? GATES[model.cell]! : 0);
          gates.forEach((gate, index) => {
            const { data } = engine.itemisedGradient(parameter, 2);
            const block = data.length / gates.length;
            assert.ok(Math.abs(length(data.slice(index * block, (index + 1) * block)) - gate[2]) < tolerance);
          });
          const sums = whole.map((_, t) => length(gates.map((gate) => gate[t])));
          if (gates.length > 0) assert.ok(relativeError(sums, whole) < 1e-12, parameter);
        }
      });

      it('is the same before and after the update', () => {
        assert.deepEqual(engine.readGradients(), gradients);
        for (const item of items) assert.deepEqual(engine.itemisedGradient(item.name, 2), item);
      });

      it('has PyTorch’s shapes', () => {
        assert.deepEqual(
          items.map(({ name, shape }) => [name, shape]),
          engine.parameters.map(({ name, shape }) => [name, shape]),
        );
      });
    });
  }
}

describe('an itemised gradient', () => {
  it('of an unknown parameter or timestep is refused by name', () => {
    const engine = smallEngine();
    run(engine, randomBatch(1, 5));
    assert.throws(() => engine.itemisedGradient('rnn.weight_hh_l7', 0), /no parameter named rnn.weight_hh_l7/);
    assert.throws(
      () => engine.itemisedGradient('rnn.weight_hh_l0', 5),
      /Timestep 5 lies outside the last batch, 0 to 4/,
    );
  });

  it('is not made from a batch without gradients', () => {
    const engine = smallEngine();
    assert.throws(() => engine.itemisedNorms(), /call gradients\(\) first/);
    run(engine, randomBatch(1));
    engine.evaluate(randomBatch(2));
    assert.throws(() => engine.itemisedGradient('output.bias', 0), /call gradients\(\) first/);
  });
});
