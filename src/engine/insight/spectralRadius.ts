import { exp, log } from '../kernels/elementary';

const SQUARINGS = 12;

/**
 * Largest |eigenvalue| of an n × n matrix by Gelfand's formula, lim ‖A^m‖^(1/m), with m = 2^12 reached by squaring. Unlike
 * power iteration it copes with complex pairs, which recurrent weights have. One Richardson step, 2 L_2m - L_m of the
 * logarithms L_m = ln ‖A^m‖ / m, removes the constant in ‖A^m‖ ≈ κ ρ^m.
 */
export function spectralRadius(matrix: Float32Array | Float64Array, n: number): number {
  let power: Float64Array = Float64Array.from(matrix);
  let logarithm = 0;
  for (let round = 0, weight = 1; ; round++, weight /= 2) {
    const norm = Math.sqrt(power.reduce((sum, value) => sum + value * value, 0));
    // Nilpotent, or not a number.
    if (!(norm > 0)) return norm;
    const change = log(norm) * weight;
    logarithm += change;
    if (round === SQUARINGS) return exp(logarithm + change);
    for (let i = 0; i < power.length; i++) power[i] /= norm;
    power = square(power, n);
  }
}

/** The spectral radius of each gate's H × H block of W_hh (blocks · H rows, H columns), in the cell's order. */
export function blockRadii(recurrentWeight: Float32Array | Float64Array, hiddenSize: number): number[] {
  const size = hiddenSize * hiddenSize;
  return Array.from({ length: recurrentWeight.length / size }, (_, block) =>
    spectralRadius(recurrentWeight.slice(block * size, (block + 1) * size), hiddenSize),
  );
}

function square(a: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = product.subarray(i * n, (i + 1) * n);
    for (let k = 0; k < n; k++) {
      const x = a[i * n + k];
      const right = k * n;
      for (let j = 0; j < n; j++) row[j] += x * a[right + j];
    }
  }
  return product;
}
