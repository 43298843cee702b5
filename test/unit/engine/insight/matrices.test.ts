import { strict as assert } from 'node:assert';
import { Generator } from '../../../../src/engine/generator';
import { topSingularValues } from '../../../../src/engine/insight/singularValues';
import { blockRadii, spectralRadius } from '../../../../src/engine/insight/spectralRadius';

/** P · diag(values) · Q with reflections P and Q: singular values as given. */
function withSingularValues(values: readonly number[], seed: number): Float64Array {
  const n = values.length;
  const generator = new Generator(seed);
  const reflection = (): ((i: number, j: number) => number) => {
    const v = Array.from({ length: n }, () => generator.normal());
    const square = v.reduce((sum, x) => sum + x * x, 0);
    return (i, j) => (i === j ? 1 : 0) - (2 * v[i] * v[j]) / square;
  };
  const [p, q] = [reflection(), reflection()];
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return values.reduce((sum, value, m) => sum + p(i, m) * value * q(m, j), 0);
  });
}

function assertClose(found: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  assert.equal(found.length, expected.length);
  expected.forEach((value, i) =>
    assert.ok(Math.abs(found[i] - value) <= tolerance * Math.max(1e-300, expected[0]), `${found[i]}, not ${value}`),
  );
}

describe('top singular values', () => {
  it('are those the matrix was made of', () => {
    const values = Array.from({ length: 60 }, (_, i) => 3 * 0.9 ** i);
    assertClose(topSingularValues(withSingularValues(values, 1), 60, 4), values.slice(0, 4), 1e-10);
  });

  it('count a repeated value as often as it occurs', () => {
    const values = [2, 2, 2, 1, 0.5, 0.25];
    assertClose(topSingularValues(withSingularValues(values, 2), 6, 4), [2, 2, 2, 1], 1e-12);
  });

  it('are zero beyond the rank, and for nothing at all', () => {
    assertClose(topSingularValues(withSingularValues([5, 1, 0, 0], 3), 4, 4), [5, 1, 0, 0], 1e-7);
    assert.deepEqual([...topSingularValues(new Float64Array(9), 3, 2)], [0, 0]);
  });

  it('do not underflow where gradients vanish', () => {
    const values = [4, 2, 1].map((value) => value * 1e-200);
    assertClose(topSingularValues(withSingularValues(values, 4), 3, 2), values.slice(0, 2), 1e-12);
  });
});

describe('the spectral radius', () => {
  it('is the modulus of a complex pair', () => {
    const [c, s] = [Math.cos(1), Math.sin(1)];
    const rotation = Float64Array.of(0.9 * c, -0.9 * s, 0.9 * s, 0.9 * c);
    assert.ok(Math.abs(spectralRadius(rotation, 2) - 0.9) < 1e-4);
  });

  it('is the largest diagonal entry of a triangular matrix, however far from normal', () => {
    const triangular = Float64Array.of(0.5, 100, 1000, 0, -1.25, 100, 0, 0, 1);
    assert.ok(Math.abs(spectralRadius(triangular, 3) - 1.25) < 5e-4);
  });

  it('is 0 for a nilpotent matrix and NaN for one with NaN', () => {
    assert.equal(spectralRadius(Float64Array.of(0, 7, 0, 0), 2), 0);
    assert.ok(Number.isNaN(spectralRadius(Float64Array.of(NaN, 0, 0, 1), 2)));
  });

  it('is told for each gate', () => {
    const radii = blockRadii(Float32Array.of(2, 0, 0, 1, 0, 0.5, -0.5, 0), 2);
    assert.ok(Math.abs(radii[0] - 2) < 1e-4);
    assert.ok(Math.abs(radii[1] - 0.5) < 1e-4);
  });
});
