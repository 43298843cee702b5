import { strict as assert } from 'node:assert';
import { ArenaPlan } from '../../../src/engine/arena';
import type { KernelsBuild, UpdateRule } from '../../../src/engine/kernels/kernels';
import { plainKernels } from '../../../src/engine/kernels/plain/plain';
import { simdKernels } from '../../../src/engine/kernels/simd/simd';

const COMMON = { rate: 0.5, gradientScale: 1, epsilon: 1e-8, correction1: 1, correction2: 1, decay: 0.25 };
const average = (keep: number) => ({ keep, take: 1 - keep });
const RULES: Readonly<Record<string, UpdateRule>> = {
  sgd: { ...COMMON, first: { keep: 0.5, take: 1 }, second: null },
  adagrad: { ...COMMON, first: null, second: { keep: 1, take: 1 } },
  rmsprop: { ...COMMON, first: null, second: average(0.99) },
  adam: { ...COMMON, first: average(0.9), second: average(0.999), correction1: 0.1, correction2: 0.001 },
};

/** One update of a 2 × 3 parameter with padded rows: the new parameter and moments, and what the kernel reported. */
function update(build: KernelsBuild, rule: UpdateRule, p: readonly number[], g: readonly number[], second = 0) {
  const plan = new ArenaPlan(build, (cols) => cols + 1);
  const places = [p, g, Array<number>(6).fill(0), Array<number>(6).fill(second)].map((values) => ({
    matrix: plan.matrix(2, 3),
    values,
  }));
  const k = plan.allocate();
  for (const { matrix, values } of places) k.write(matrix, values);
  const [parameter, gradient, m, v] = places.map(({ matrix }) => matrix);
  const largest = k.update(parameter, gradient, m, v, rule);
  return { largest, parameter: [...k.read(parameter)], moments: [...k.read(m), ...k.read(v)] };
}

const simd = simdKernels();
const BUILDS = [plainKernels('float64'), plainKernels('float32'), ...(simd ? [simd] : [])];

BUILDS.forEach((build, index) => {
  describe(`the update kernel of the ${index === 2 ? 'SIMD' : 'plain'} build in ${build.precision}`, () => {
    const values = [8, 16, 0, -8, 4, 2];

    it('moves a parameter without a gradient only by decay', () => {
      for (const [kind, rule] of Object.entries(RULES)) {
        const { largest, parameter } = update(build, rule, values, [0, 0, 0, 0, 0, 0]);
        assert.equal(largest, 14, kind);
        assert.deepEqual(
          parameter,
          values.map((value) => value * 0.875),
          kind,
        );
      }
    });

    it('takes the step of PyTorch’s definition for every optimiser', () => {
      const gradient = [0.5, -0.25, 1, 2, -4, 0];
      const reference = plainKernels('float64');
      for (const [kind, rule] of Object.entries(RULES)) {
        const found = update(build, rule, values, gradient);
        const expected = update(reference, rule, values, gradient);
        found.parameter.forEach((value, i) => assert.ok(Math.abs(value - expected.parameter[i]) < 5e-6, kind));
        found.moments.forEach((value, i) => assert.ok(Math.abs(value - expected.moments[i]) < 5e-6, kind));
      }
    });

    it('tells when a parameter or a moment stopped being finite', () => {
      const zeros = Array<number>(6).fill(0);
      for (const [kind, rule] of Object.entries(RULES))
        for (const bad of [NaN, Infinity, -Infinity])
          for (let at = 0; at < 6; at++) {
            const broken = values.map((value, i) => (i === at ? bad : value));
            assert.equal(update(build, rule, broken, zeros).largest < Infinity, false, `${kind} ${bad} at ${at}`);
          }
      assert.equal(update(build, RULES.adam, values, zeros, Infinity).largest < Infinity, false, 'second moment');
    });
  });
});
