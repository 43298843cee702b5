/**
 * exp, log, tanh and the logistic function in float64, from +, -, *, / and exact operations only. `Math.exp` and its kin
 * may differ in the last bit between JavaScript builds; IEEE 754 fixes every operation used here, so equal inputs give
 * equal bits everywhere. Bounds are re-measured against exact arithmetic in `test/unit/engine/elementary.test.ts`.
 */

/** ln 2 = LN2_HIGH + LN2_LOW; LN2_HIGH ends in 21 zero bits, so that k · LN2_HIGH is exact for every exponent k. */
const LN2_HIGH = 6.93147180369123816e-1;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = 1.4426950408889634;

/** exp overflows above the first and rounds to zero below the second. */
const EXP_OVERFLOW = 709.782712893384;
const EXP_UNDERFLOW = -745.1332191019412;

const TWO_54 = 18014398509481984;
const MIN_EXPONENT = -1022;
const MAX_EXPONENT = 1023;

/** POWERS_OF_TWO[k - MIN_EXPONENT] = 2^k for every normal exponent. */
const POWERS_OF_TWO = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(MAX_EXPONENT - MIN_EXPONENT + 1);
  powers[-MIN_EXPONENT] = 1;
  for (let k = 1; k <= MAX_EXPONENT; k++) powers[k - MIN_EXPONENT] = powers[k - 1 - MIN_EXPONENT] * 2;
  for (let k = -1; k >= MIN_EXPONENT; k--) powers[k - MIN_EXPONENT] = powers[k + 1 - MIN_EXPONENT] / 2;
  return powers;
}

/** The bits of one float64, as a number and as two words: the exact way to an exponent. */
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH_WORD = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * e^x, error below 0.7 ulp. x = k ln 2 + r with |r| <= ln 2 / 2, and e^r by its Taylor polynomial of degree 13
 * (remainder below 2^-57 of the value).
 */
export function exp(x: number): number {
  if (x > EXP_OVERFLOW) return Infinity;
  if (x < EXP_UNDERFLOW) return 0;
  if (x !== x) return NaN;
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  // Pairs of terms (Estrin's scheme) so that the processor can overlap them.
  const r2 = r * r;
  const r4 = r2 * r2;
  const p0 = 1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120));
  const p4 = 1 / 720 + r * (1 / 5040) + r2 * (1 / 40320 + r * (1 / 362880));
  const p8 = 1 / 3628800 + r * (1 / 39916800) + r2 * (1 / 479001600 + r * (1 / 6227020800));
  // 1 + high + (r² p - low), with what 1 + high rounds away added to the small part.
  const sum = 1 + high;
  const y = sum + (high - (sum - 1) + (r2 * (p0 + r4 * (p4 + r4 * p8)) - low));
  if (k < MIN_EXPONENT) return (y * POWERS_OF_TWO[k + 54 - MIN_EXPONENT]) / TWO_54;
  if (k > MAX_EXPONENT) return y * POWERS_OF_TWO[k - 1 - MIN_EXPONENT] * 2;
  return y * POWERS_OF_TWO[k - MIN_EXPONENT];
}

/**
 * Natural logarithm, error below 0.9 ulp; NaN below zero, -Infinity at zero. x = 2^k m with m in [√½, √2), f = m - 1,
 * s = f / (2 + f), ln m = 2 artanh s, by its series up to s^21 (remainder below 2^-60); summed as fdlibm's `log` does,
 * f - (f²/2 - s (f²/2 + R)), which leaves f exact.
 */
export function log(x: number): number {
  if (x !== x || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  let k = -1023;
  float[0] = x;
  if (words[HIGH_WORD] < 0x00100000) {
    float[0] = x * TWO_54;
    k -= 54;
  }
  k += words[HIGH_WORD] >>> 20;
  words[HIGH_WORD] = (words[HIGH_WORD] & 0x000fffff) | 0x3ff00000;
  let m = float[0];
  if (m > Math.SQRT2) {
    m *= 0.5;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const even = z * (2 / 3 + z2 * (2 / 7 + z2 * (2 / 11 + z2 * (2 / 15 + z2 * (2 / 19)))));
  const odd = z2 * (2 / 5 + z2 * (2 / 9 + z2 * (2 / 13 + z2 * (2 / 17 + z2 * (2 / 21)))));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + (even + odd)) + k * LN2_LOW) - f);
}

/**
 * Hyperbolic tangent, error below 1.5 ulp. Near zero x - x³ P(x²) / Q(x²), the eighth convergent of Lambert's continued
 * fraction x / (1 + x² / (3 + x² / (5 + ...))) (remainder below 2^-56); further out 1 - 2 / (e^2x + 1).
 */
export function tanh(x: number): number {
  const z = x * x;
  if (z < 0.390625) {
    // Also keeps the sign of -0.
    if (z < 1e-18) return x;
    const p = 675675 + z * (45045 + z * (594 + z));
    const q = 2027025 + z * (945945 + z * (51975 + z * (630 + z)));
    return x - (x * z * p) / q;
  }
  if (x > 22) return 1;
  if (x < -22) return -1;
  return x < 0 ? 2 / (exp(-2 * x) + 1) - 1 : 1 - 2 / (exp(2 * x) + 1);
}

/** Logistic function 1 / (1 + e^-x), error below 1.8 ulp, relatively accurate down to where e^x underflows. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  const sum = 1 + e;
  const y = e / sum;
  // What 1 + e rounded away, divided by 1 + e: 1 / (1 + e) = 1 - y.
  return y - y * (1 - y) * (e - (sum - 1));
}
