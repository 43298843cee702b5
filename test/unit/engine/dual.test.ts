import { strict as assert } from 'node:assert';
import { dualGradients } from './dual';
import { MODELS, named, randomBatch, relativeError, run, smallEngine } from './support';

describe('gradients against dual numbers', () => {
  for (const { cell, layers } of MODELS)
    it(`agree to 1e-12 in every tensor, with rows of unequal length (${cell}, ${layers} layers)`, () => {
      const [steps, rows] = [5, 2];
      const engine = smallEngine({ cell, layers, steps, rows });
      const batch = randomBatch(21, steps, rows, [5, 3]);
      const { loss } = run(engine, batch);
      const exact = dualGradients(engine.shape, engine.readParameters(), batch);
      assert.ok(Math.abs(loss - exact.loss) < 1e-13);
      for (const { name, data } of exact.gradients) {
        const error = relativeError(named(engine.readGradients(), name), data);
        assert.ok(error <= 1e-12, `${name}: ${error}`);
      }
    });
});
