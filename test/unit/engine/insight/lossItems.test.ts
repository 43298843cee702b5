import { strict as assert } from 'node:assert';
import { plainKernels } from '../../../../src/engine/kernels/plain/plain';
import { lossItems } from '../../../../src/engine/insight/lossItems';
import { MODELS, named, randomBatch, relativeError, run, smallEngine } from '../support';

for (const model of MODELS) {
  describe(`the losses of ${model.cell} with ${model.layers} layer(s), itemised by source step`, () => {
    const engine = smallEngine({ ...model, rows: 1 });
    const batch = randomBatch(9, 7, 1);
    const subject = { shape: engine.shape, parameters: engine.readParameters(), batch };
    const kernels = plainKernels('float64');
    run(engine, batch);
    const gradients = engine.readGradients().filter(({ name }) => name.startsWith('rnn.'));

    it('add up, over losses and steps, to the gradient of every recurrent parameter', () => {
      const sums = gradients.map(({ name, data }) => ({ name, sum: new Float64Array(data.length), data }));
      for (let t = 0; t < 7; t++)
        for (const step of lossItems(subject, t, kernels))
          for (const { name, sum } of sums) step.matrix(name).data.forEach((value, i) => (sum[i] += value / 7));
      for (const { name, sum, data } of sums) assert.ok(relativeError(sum, data) < 1e-12, name);
    });

    it('have the norms of their matrices, whole and gate by gate', () => {
      for (const step of lossItems(subject, 5, kernels))
        for (const { parameter, norm, gates } of step.items) {
          const { data, shape } = step.matrix(parameter);
          assert.deepEqual(shape, named(gradients, parameter).length === data.length ? shape : null);
          assert.ok(Math.abs(Math.hypot(...data) - norm) < 1e-14, parameter);
          const width = data.length / gates.length;
          gates.forEach((gate, g) => {
            const rows = data.slice(g * width, (g + 1) * width);
            assert.ok(Math.abs(Math.hypot(...rows) - gate) < 1e-14, `${parameter}, gate ${g}`);
          });
        }
    });

    it('end at the first timestep and can be left at any', () => {
      assert.deepEqual(
        [...lossItems(subject, 3, kernels)].map(({ k }) => k),
        [3, 2, 1, 0],
      );
      assert.throws(() => lossItems(subject, 7, kernels).next(), /lies outside the sequence/);
    });
  });
}
