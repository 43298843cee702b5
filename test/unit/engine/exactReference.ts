/**
 * exp, log, tanh and the logistic function to 200 bits and more by BigInt fixed-point series: independent of any
 * floating-point library, and the yardstick for `kernels/elementary.ts`.
 */

/** Fractional bits of the fixed-point numbers. */
const BITS = 256n;
const ONE = 1n << BITS;

/** mantissa · 2^exponent. */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** The float's exact value. */
export function exact(value: number): Exact {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0];
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = field === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent: Math.max(field, 1) - 1075 };
}

function shift(value: bigint, by: number): bigint {
  return by >= 0 ? value << BigInt(by) : value >> BigInt(-by);
}

const fixed = ({ mantissa, exponent }: Exact): bigint => shift(mantissa, exponent + Number(BITS));
const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
const over = (a: bigint, b: bigint): bigint => (a << BITS) / b;

/** 2 artanh(s) = 2 (s + s³/3 + s⁵/5 + ...) */
function twiceArtanh(s: bigint): bigint {
  const square = times(s, s);
  let sum = 0n;
  let power = s;
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n;
    power = times(power, square);
  }
  return 2n * sum;
}

/** ln 2 = 2 artanh(1/3) */
const LN2 = twiceArtanh(ONE / 3n);

/** e^x = 2^k e^r with |r| <= ln 2: keeps relative accuracy for any x. */
function expOf(x: bigint): Exact {
  const k = x / LN2;
  const r = x - k * LN2;
  let sum = ONE;
  let term = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = times(term, r) / n;
    sum += term;
  }
  return { mantissa: sum, exponent: Number(k - BITS) };
}

export function exactExp(x: number): Exact {
  return expOf(fixed(exact(x)));
}

/** For positive x: ln(2^k m) = k ln 2 + 2 artanh((m - 1) / (m + 1)), m in [1, 2). */
export function exactLog(x: number): Exact {
  const { mantissa, exponent } = exact(x);
  const length = mantissa.toString(2).length;
  const m = shift(mantissa, Number(BITS) - (length - 1));
  const k = BigInt(exponent + length - 1);
  return { mantissa: k * LN2 + twiceArtanh(over(m - ONE, m + ONE)), exponent: -Number(BITS) };
}

/** (e^2x - 1) / (e^2x + 1), for 2^-100 < |x| < 60. */
export function exactTanh(x: number): Exact {
  const e = fixed(expOf(2n * fixed(exact(x))));
  return { mantissa: over(e - ONE, e + ONE), exponent: -Number(BITS) };
}

/** e^x / (1 + e^x), with the exponent of e^x kept apart. */
export function exactSigmoid(x: number): Exact {
  const e = exactExp(x);
  const shiftUp = e.exponent + Number(BITS);
  if (shiftUp > 0) {
    const inverse = fixed(exactExp(-x));
    return { mantissa: over(ONE, ONE + inverse), exponent: -Number(BITS) };
  }
  return { mantissa: over(e.mantissa, ONE + fixed(e)), exponent: e.exponent };
}

/** Distance of the float `found` from the exact value, in units of the last place of `found`'s binade. */
export function ulps(found: number, { mantissa, exponent }: Exact): number {
  const value = exact(found);
  // Both over 2^-1400, far below the last place of any float.
  const difference = shift(value.mantissa, value.exponent + 1400) - shift(mantissa, exponent + 1400);
  const place = 1n << BigInt(value.exponent + 1400);
  return Math.abs(Number((difference * 1000000n) / place)) / 1e6;
}
