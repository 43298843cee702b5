import { strict as assert } from 'node:assert';
import { creditMatrix, truncationLoss, type CreditRow } from '../../../../src/engine/insight/credit';
import { plainKernels } from '../../../../src/engine/kernels/plain/plain';
import type { Batch, Engine } from '../../../../src/engine/types';
import { H, MODELS, randomBatch, randomStates, relativeError, smallEngine, T } from '../support';

const one = randomBatch(31, T, 1);

/** The same sequence with targets at some timesteps only. */
function targetsAt(batch: Batch, keep: (t: number) => boolean): Batch {
  return { ...batch, targets: batch.targets.map((target, t) => (keep(t) ? target : -1)) };
}

/** dL/dh_k of a layer for the summed loss, T × H, from ordinary backpropagation. */
function stateGradient(engine: Engine, batch: Batch, layer: number): Float64Array {
  const { targetCount } = engine.probe(batch);
  return Float64Array.from(engine.trace('probe', 0).get(`l${layer}.dh`)!, (value) => value * targetCount);
}

function credit(engine: Engine, batch: Batch): CreditRow[] {
  const subject = { shape: engine.shape, parameters: engine.readParameters(), batch };
  const build = engine.precision === 'float64' ? plainKernels('float64') : undefined;
  return [...creditMatrix(subject, build)].flat();
}

const at = (values: Float64Array, k: number): Float64Array => values.subarray(k * H, (k + 1) * H);
const length = (values: Float64Array): number => Math.hypot(...values);

describe('the credit matrix', () => {
  for (const { cell, layers } of MODELS) {
    const title = `(${cell}, ${layers} layers)`;
    const engine = smallEngine({ cell, layers });
    const rows = credit(engine, one);

    it(`adds up to dL/dh_k over all losses ${title}`, () => {
      assert.equal(rows.length, T * layers);
      for (const { layer, k, total, tails } of rows) {
        const expected = at(stateGradient(engine, one, layer), k);
        assert.ok(relativeError(total, expected) < 1e-12, `layer ${layer}, k ${k}`);
        assert.ok(Math.abs(tails[0] - length(expected)) < 1e-12);
      }
    });

    it(`has the norm of dL_t/dh_k for every single loss ${title}`, () => {
      for (let t = 0; t < T; t++) {
        const alone = targetsAt(one, (other) => other === t);
        for (let layer = 0; layer < layers; layer++) {
          const gradient = stateGradient(engine, alone, layer);
          for (const row of rows.filter((candidate) => candidate.layer === layer && candidate.k <= t)) {
            const expected = length(at(gradient, row.k));
            assert.ok(Math.abs(row.norms[t - row.k] - expected) < 1e-12, `t ${t}, k ${row.k}`);
          }
        }
      }
    });

    it(`knows what a window cuts off ${title}`, () => {
      for (const { layer, k, tails } of rows)
        for (let w = 0; w < T - k; w++) {
          const far = stateGradient(
            engine,
            targetsAt(one, (t) => t >= k + w),
            layer,
          );
          assert.ok(Math.abs(tails[w] - length(at(far, k))) < 1e-12, `k ${k}, w ${w}`);
        }
    });

    it(`agrees in float32 ${title}`, () => {
      const single = smallEngine({ cell, layers, precision: 'float32' });
      single.writeParameters(engine.readParameters());
      credit(single, one).forEach(({ norms }, i) => assert.ok(relativeError(norms, rows[i].norms) < 2e-6));
    });
  }

  it('starts with the last timestep and can be left at any time', () => {
    const engine = smallEngine();
    const subject = { shape: engine.shape, parameters: engine.readParameters(), batch: one };
    const seen: number[] = [];
    for (const [{ k, norms }] of creditMatrix(subject)) {
      seen.push(k);
      assert.equal(norms.length, T - k);
      if (seen.length === 3) break;
    }
    assert.deepEqual(seen, [T - 1, T - 2, T - 3]);
  });

  it('starts from the states the sequence starts from', () => {
    const engine = smallEngine({ layers: 2 });
    const carried: Batch = { ...one, initial: randomStates(5, engine, 1) };
    for (const { layer, k, total } of credit(engine, carried))
      assert.ok(relativeError(total, at(stateGradient(engine, carried, layer), k)) < 1e-12);
  });

  it('ignores the steps past the end of the sequence', () => {
    const engine = smallEngine();
    const short = { ...one, lengths: Int32Array.of(4) };
    const cut: Batch = { ...short, steps: 4, inputs: one.inputs.slice(0, 4), targets: one.targets.slice(0, 4) };
    assert.deepEqual(credit(engine, short), credit(engine, cut));
  });

  it('refuses a batch of several rows', () => {
    assert.throws(() => credit(smallEngine(), randomBatch(1)), RangeError);
  });
});

describe('the share of the gradient that a truncation window loses', () => {
  it('is all of it without a window and nothing with one over the whole sequence', () => {
    const rows = credit(smallEngine(), one);
    const lost = truncationLoss(rows);
    assert.equal(lost.length, T + 1);
    assert.equal(lost[0], 1);
    assert.equal(lost[T], 0);
    assert.ok(lost[T - 1] > 0 && lost[T - 1] < lost[1]);
  });

  it('is NaN without any gradient', () => {
    const lost = truncationLoss(
      credit(
        smallEngine(),
        targetsAt(one, () => false),
      ),
    );
    assert.ok(lost.every((share) => Number.isNaN(share)));
  });
});
