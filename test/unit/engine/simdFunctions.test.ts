import assert from 'node:assert/strict';
import { sigmoid, tanh } from '../../../src/engine/kernels/elementary';
import { simdKernels } from '../../../src/engine/kernels/simd/simd';
import type { GateStep, Handle, Kernels } from '../../../src/engine/kernels/kernels';

const COUNT = 4096;

/** One LSTM step over pre-activations `x` in every gate from zero states: the gates come back as sigmoid and tanh of x. */
function gatesOf(xs: Float32Array): { readonly sigmoids: Float32Array; readonly tanhs: Float32Array } {
  let elements = 0;
  const row = (cols: number): Handle => {
    const handle = { offset: elements, rows: 1, cols, ld: cols };
    elements += cols;
    return handle;
  };
  const [gates, kept, h, c, hPrev, cPrev, none] = [4, 1, 1, 1, 1, 1, 0].map((n) => row(n * COUNT));
  const k: Kernels = simdKernels()!.allocate({ elements, indices: 1, packed: 0 });
  k.write(
    gates,
    Float32Array.from({ length: 4 * COUNT }, (_, i) => xs[i % COUNT]),
  );
  const lengths = { offset: 0, length: 1 };
  k.writeIndices(lengths, [1]);
  const unused = { da: none, daRecurrent: none, recurrent: none, dh: none, dhPrev: none, dc: none, dcPrev: none };
  const step: GateStep = { t: 0, lengths, gates, kept, h, c, hPrev, cPrev, ...unused };
  k.lstmForward(step);
  const values = Float32Array.from(k.read(gates));
  return { sigmoids: values.subarray(0, COUNT), tanhs: values.subarray(2 * COUNT, 3 * COUNT) };
}

/** Values over all exponents that matter, both signs: ± 2^e · (1 + fraction). */
function allScales(): Float32Array {
  return Float32Array.from({ length: COUNT }, (_, i) => {
    const magnitude = 2 ** (-20 + (i >> 1) * (27 / (COUNT / 2)));
    return i % 2 ? -magnitude : magnitude;
  });
}

describe('the vector functions', function () {
  before(function () {
    if (!simdKernels()) this.skip();
  });

  it('keep tanh within 3 × 10⁻⁷ relative of the exact value', () => {
    const xs = allScales();
    const { tanhs } = gatesOf(xs);
    const worst = Math.max(...tanhs.map((y, i) => Math.abs(y - tanh(xs[i])) / Math.abs(tanh(xs[i]))));
    assert.ok(worst < 3e-7, `worst relative error ${worst}`);
  });

  it('keep the logistic function within 5 × 10⁻⁷ relative down to e⁻⁸⁰', () => {
    const xs = allScales().map((x) => Math.max(x, -80));
    const { sigmoids } = gatesOf(xs);
    const worst = Math.max(...sigmoids.map((y, i) => Math.abs(y - sigmoid(xs[i])) / sigmoid(xs[i])));
    assert.ok(worst < 5e-7, `worst relative error ${worst}`);
  });

  it('carry NaN and saturate at infinity', () => {
    const xs = new Float32Array(COUNT);
    xs.set([NaN, Infinity, -Infinity]);
    const { sigmoids, tanhs } = gatesOf(xs);
    assert.deepEqual([...tanhs.subarray(0, 3)], [NaN, 1, -1]);
    assert.ok(Number.isNaN(sigmoids[0]));
    assert.equal(sigmoids[1], 1);
    assert.ok(sigmoids[2] < 1e-37);
  });
});
