import { strict as assert } from 'node:assert';
import { createEngine } from '../../../src/engine/createEngine';
import { fastestKernels } from '../../../src/engine/kernels/choose';
import type { KernelsBuild } from '../../../src/engine/kernels/kernels';
import { plainKernels } from '../../../src/engine/kernels/plain/plain';
import { CANCELLED, type Engine, type LayerStates, type NamedArray } from '../../../src/engine/types';
import {
  golden,
  goldenArrays,
  goldenBatch,
  goldenShape,
  goldenStates,
  type OptimizerCase,
  type SequenceCase,
} from '../../golden/golden';

const ABSOLUTE_64 = 1e-10;
const RELATIVE_32 = 1e-6;

type Precision = 'float32' | 'float64';

/** Float64: largest absolute difference. Float32: relative L2 distance of the whole tensor. */
function assertClose(precision: Precision, name: string, found: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(found.length, expected.length, `${name}: number of elements`);
  let worst = 0;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    const distance = Math.abs(found[i] - expected[i]);
    assert.ok(Number.isFinite(distance), `${name}[${i}] is ${found[i]}`);
    worst = Math.max(worst, distance);
    difference += distance * distance;
    size += expected[i] * expected[i];
  }
  if (precision === 'float64') assert.ok(worst <= ABSOLUTE_64, `${name}: off by ${worst}`);
  else
    assert.ok(
      difference === 0 || Math.sqrt(difference / size) <= RELATIVE_32,
      `${name}: relative L2 ${Math.sqrt(difference / size)}`,
    );
}

function engineFor(model: SequenceCase | OptimizerCase, precision: Precision, kernels: KernelsBuild): Engine {
  const { T: steps, B: rows } = model.sizes;
  const options = {
    shape: goldenShape(model),
    sizes: { steps, rows, probeSteps: steps },
    seed: 1,
    precision,
    optimizer: 'optimizer' in model ? model.optimizer : 'sgd',
    learningRate: 'rate' in model ? model.rate : 0,
  } as const;
  const engine = createEngine(options, { kernels });
  engine.writeParameters(goldenArrays(model.parameters));
  return engine;
}

function assertArrays(precision: Precision, found: readonly NamedArray[], expected: readonly NamedArray[]): void {
  assert.deepEqual(found.map(({ name }) => name).sort(), expected.map(({ name }) => name).sort());
  for (const { name, shape, data } of expected) {
    const match = found.find((array) => array.name === name)!;
    assert.deepEqual([...match.shape], [...shape], name);
    assertClose(precision, name, match.data, data);
  }
}

function assertStates(precision: Precision, what: string, found: LayerStates, expected: LayerStates): void {
  assert.equal(found.length, expected.length);
  expected.forEach((states, layer) => {
    for (const [name, data] of Object.entries(states)) {
      assertClose(precision, `${what} of l${layer}.${name}`, found[layer][name], data);
    }
  });
}

/** Elements of one batch row of a T × B × ... tensor at the timesteps before `end`. */
function rowOf({ shape, data }: NamedArray, row: number, end: number): number[] {
  const width = shape.slice(2).reduce((product, size) => product * size, 1);
  const found: number[] = [];
  for (let t = 0; t < end; t++) {
    const at = (t * shape[1] + row) * width;
    found.push(...data.subarray(at, at + width));
  }
  return found;
}

const BUILDS: readonly [string, Precision, KernelsBuild][] = [
  ['float64', 'float64', plainKernels('float64')],
  ['float32', 'float32', plainKernels('float32')],
  ['float32 with the fastest kernels of this machine', 'float32', fastestKernels('float32')],
];

for (const [build, precision, kernels] of BUILDS) {
  describe(`against PyTorch in ${build}`, () => {
    for (const model of golden.sequences) {
      const { cell, layers, truncation } = model;
      const title = `${cell}, ${layers} layer${layers > 1 ? 's' : ''}${truncation > 0 ? ', truncated' : ''}`;
      const run = () => {
        const engine = engineFor(model, precision, kernels);
        const batch = goldenBatch(model, model, model.lengths, goldenStates(model.initial));
        const report = engine.gradients(batch, truncation, () => false);
        assert.ok(report !== CANCELLED);
        return { engine, report };
      };

      it(`gives the loss and every parameter's gradient (${title})`, () => {
        const { engine, report } = run();
        assertClose(precision, 'loss', [report.loss], [model.loss]);
        assertArrays(precision, engine.readGradients(), goldenArrays(model.gradients));
      });

      it(`gives the final states and the gradients of the initial ones (${title})`, () => {
        const { engine } = run();
        assertStates(precision, 'final state', engine.finalStates('training'), goldenStates(model.final));
        const expected = goldenStates(model.initialGradients);
        assertStates(precision, 'gradient', engine.initialGradients('training'), expected);
      });

      it(`traces states, gates, logits, losses and dL/dh of every timestep (${title})`, () => {
        const { engine } = run();
        model.lengths.forEach((length, row) => {
          const trace = engine.trace('training', row);
          for (const expected of goldenArrays(model.trace)) {
            const found = trace.get(expected.name);
            assert.ok(found, `${expected.name} is traced`);
            // Past a row's end gates and logits mean nothing; states and gradients pass through.
            const end = /gate|logits/.test(expected.name) ? length : model.sizes.T;
            const values = rowOf(expected, row, end);
            assertClose(precision, `${expected.name}, row ${row}`, found.subarray(0, values.length), values);
          }
        });
      });
    }
  });
}

describe('twenty optimiser steps against PyTorch in float64', () => {
  for (const model of golden.optimizers) {
    it(`gives the losses, gradient norms and parameters of ${model.optimizer} with clipping`, () => {
      const engine = engineFor(model, 'float64', plainKernels('float64'));
      model.losses.forEach((loss, step) => {
        const batch = goldenBatch(model, model.batches[step % model.batches.length]);
        const report = engine.gradients(batch, 0, () => false);
        assert.ok(report !== CANCELLED);
        assertClose('float64', `loss at step ${step}`, [report.loss], [loss]);
        const update = engine.update(model.clip);
        assertClose('float64', `gradient norm at step ${step}`, [update.gradientNorm], [model.norms[step]]);
      });
      assertArrays('float64', engine.readParameters(), goldenArrays(model.final));
    });
  }
});
