import { strict as assert } from 'node:assert';
import { stateJacobians } from '../../../../src/engine/insight/jacobian';
import { plainKernels } from '../../../../src/engine/kernels/plain/plain';
import type { Engine, LayerStates } from '../../../../src/engine/types';
import { H, MODELS, randomBatch, relativeError, smallEngine, T } from '../support';

const one = randomBatch(41, T, 1);
const subjectOf = (engine: Engine) => ({ shape: engine.shape, parameters: engine.readParameters(), batch: one });

/** States after timesteps k+1 .. t, from those after k. */
function advance(engine: Engine, states: LayerStates | null, from: number, to: number): LayerStates | null {
  for (let t = from; t <= to; t++) states = engine.advance(one.inputs[t], states).states;
  return states;
}

/** ∂h_t/∂h_k of one layer by central differences, H × H. */
function numericJacobian(engine: Engine, layer: number, t: number, k: number): Float64Array {
  const states = advance(engine, null, 0, k)!;
  const jacobian = new Float64Array(H * H);
  const step = 1e-5;
  for (let j = 0; j < H; j++) {
    const moved = [step, -step].map((by) => {
      const h = states[layer].h.map((value, u) => (u === j ? value + by : value));
      const changed = states.map((state, index) => (index === layer ? { ...state, h } : state));
      return advance(engine, changed, k + 1, t)![layer].h;
    });
    for (let i = 0; i < H; i++) jacobian[i * H + j] = (moved[0][i] - moved[1][i]) / (2 * step);
  }
  return jacobian;
}

describe('state Jacobians', () => {
  for (const { cell, layers } of MODELS)
    it(`have the norm of difference quotients over any distance (${cell}, ${layers} layers)`, () => {
      const engine = smallEngine({ cell, layers });
      for (let layer = 0; layer < layers; layer++) {
        const t = T - 2;
        const found = [...stateJacobians(subjectOf(engine), layer, t, 3, plainKernels('float64'))];
        assert.deepEqual(
          found.map(({ k }) => k),
          [4, 3, 2, 1, 0],
        );
        for (const { k, norm, singularValues } of found) {
          const expected = Math.hypot(...numericJacobian(engine, layer, t, k));
          assert.ok(Math.abs(norm - expected) < 1e-8, `k ${k}: ${norm} and ${expected}`);
          assert.equal(singularValues.length, 3);
          assert.ok(singularValues[0] <= norm * (1 + 1e-12) && Math.hypot(...singularValues) <= norm * (1 + 1e-12));
          assert.ok(singularValues[0] >= norm / Math.sqrt(H));
        }
      }
    });

  it('follow the cell path of an LSTM apart: the product of the forget gates', () => {
    const engine = smallEngine();
    engine.probe(one);
    const forget = engine.trace('probe', 0).get('l0.gate.f')!;
    const product = new Float64Array(H).fill(1);
    for (const { k, memory } of stateJacobians(subjectOf(engine), 0, T - 1, 1, plainKernels('float64'))) {
      for (let u = 0; u < H; u++) product[u] *= forget[(k + 1) * H + u];
      assert.ok(relativeError([memory!.norm], [Math.hypot(...product)]) < 1e-14);
      assert.ok(relativeError([memory!.largest], [Math.max(...product)]) < 1e-14);
    }
  });

  it('have no cell path in a GRU', () => {
    const [first] = stateJacobians(subjectOf(smallEngine({ cell: 'gru' })), 0, 1);
    assert.equal(first.memory, null);
  });

  it('refuse a timestep or layer that is not there', () => {
    const subject = subjectOf(smallEngine());
    assert.throws(() => stateJacobians(subject, 0, T).next(), RangeError);
    assert.throws(() => stateJacobians(subject, 1, 0).next(), RangeError);
  });
});
