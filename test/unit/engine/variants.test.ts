import { strict as assert } from 'node:assert';
import { createEngine } from '../../../src/engine/createEngine';
import { gradientCheck } from '../../../src/engine/gradientCheck';
import type { Batch, ModelShape } from '../../../src/engine/types';
import { golden, goldenArrays, type VariantCase } from '../../golden/golden';
import { dualGradients } from './dual';
import { named, relativeError, run } from './support';

const entry = (of: VariantCase['vectors']): Float64Array => goldenArrays({ it: of })[0].data as Float64Array;

function shapeOf({ cell, layers, sizes, bidirectional, tied, numbers }: VariantCase): ModelShape {
  return {
    cell,
    layers,
    vocabularySize: sizes.V,
    embeddingSize: sizes.E,
    hiddenSize: sizes.H,
    outputSize: sizes.O,
    bidirectional,
    tied,
    ...(numbers ? { input: 'vector', output: 'numbers' } : {}),
  };
}

function batchOf(model: VariantCase): Batch {
  const { sizes, numbers } = model;
  const states = Object.entries(model.initial);
  const count = states[0][1].shape[0];
  const initial = Array.from({ length: count }, (_, index) =>
    Object.fromEntries(
      states.map(([name, of]) => [name, entry(of).slice(index * sizes.B * sizes.H, (index + 1) * sizes.B * sizes.H)]),
    ),
  );
  return {
    steps: sizes.T,
    rows: sizes.B,
    inputs: Int32Array.from(model.inputs),
    targets: Int32Array.from(model.targets),
    lengths: Int32Array.from(model.lengths),
    initial,
    ...(numbers ? { vectors: entry(model.vectors), wanted: entry(model.wanted) } : {}),
  };
}

for (const model of golden.variants) {
  const form = [
    model.cell,
    `${model.layers} layer(s)`,
    ...(model.bidirectional ? ['both directions'] : []),
    ...(model.tied ? ['tied weights'] : []),
    ...(model.numbers ? ['vectors in, numbers out'] : []),
  ].join(', ');

  describe(`a model with ${form}`, () => {
    const shape = shapeOf(model);
    const batch = batchOf(model);
    for (const precision of ['float64', 'float32'] as const)
      it(`has PyTorch’s loss and gradients in ${precision}`, () => {
        const sizes = { steps: model.sizes.T, rows: model.sizes.B, probeSteps: 1 };
        const engine = createEngine({ shape, sizes, seed: 1, precision, optimizer: 'sgd', learningRate: 0 });
        engine.writeParameters(goldenArrays(model.parameters));
        const bound = precision === 'float64' ? 1e-12 : 1e-6;
        assert.ok(Math.abs(run(engine, batch).loss - model.loss) < bound * 10);
        for (const { name, data } of goldenArrays(model.gradients)) {
          const error = relativeError(named(engine.readGradients(), name), data);
          assert.ok(error <= bound, `${name}: ${error}`);
        }
        const found = engine.initialGradients('training');
        for (const [name, of] of Object.entries(model.initialGradients)) {
          const values = found.flatMap((states) => [...states[name]]);
          assert.ok(relativeError(values, entry(of)) <= bound, `initial ${name}`);
        }
      });

    it('passes the gradient check in every entry', () => {
      const { passed, tensors } = gradientCheck(shape, batch, goldenArrays(model.parameters));
      assert.ok(passed, JSON.stringify(tensors.filter(({ worst }) => worst > 1e-6)));
    });

    it('agrees with dual numbers to 1e-12', () => {
      const sizes = { steps: model.sizes.T, rows: model.sizes.B, probeSteps: 1 };
      const engine = createEngine({ shape, sizes, seed: 1, precision: 'float64', optimizer: 'sgd', learningRate: 0 });
      engine.writeParameters(goldenArrays(model.parameters));
      const zero = { ...batch, initial: null };
      const { loss } = run(engine, zero);
      const exact = dualGradients(shape, engine.readParameters(), zero);
      assert.ok(Math.abs(loss - exact.loss) < 1e-13);
      for (const { name, data } of exact.gradients) {
        const error = relativeError(named(engine.readGradients(), name), data);
        assert.ok(error <= 1e-12, `${name}: ${error}`);
      }
    });

    it('has itemised gradients that add up', () => {
      const sizes = { steps: model.sizes.T, rows: model.sizes.B, probeSteps: 1 };
      const engine = createEngine({ shape, sizes, seed: 1, precision: 'float64', optimizer: 'sgd', learningRate: 0 });
      engine.writeParameters(goldenArrays(model.parameters));
      run(engine, batch);
      const norms = engine.itemisedNorms();
      for (const { name, data } of engine.readGradients()) {
        const sum = new Float64Array(data.length);
        for (let t = 0; t < batch.steps; t++) {
          const item = engine.itemisedGradient(name, t).data;
          item.forEach((value, i) => (sum[i] += value));
          const norm = norms.find(({ parameter }) => parameter === name)!.norms[t];
          assert.ok(Math.abs(norm - Math.hypot(...item)) < 1e-12, `${name} at ${t}`);
        }
        assert.ok(relativeError(sum, data) < 1e-12, name);
      }
    });
  });
}
