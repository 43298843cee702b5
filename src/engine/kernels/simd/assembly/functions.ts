/**
 * exp, tanh and the logistic function for four floats. Polynomials from Cephes (S. Moshier, single precision);
 * bounds are re-measured over all exponents in the tests.
 */
import { splat } from './lanes';

/** e^x, error below 1.2 ulp on [-87.3, 88.7]; infinite above, about 1e-38 below. x = n ln 2 + r, |r| <= ln 2 / 2. */
@inline
export function exp4(x: v128): v128 {
  // pmin and pmax are one instruction each and, in this order, keep NaN.
  x = f32x4.pmax(f32x4.pmin(x, splat(89)), splat(-87.3));
  // Adding 1.5 · 2^23 rounds to a whole number and leaves it in the low bits.
  const shifted = f32x4.add(f32x4.mul(x, splat(1.44269504088896341)), splat(12582912));
  const n = f32x4.sub(shifted, splat(12582912));
  let r = f32x4.sub(x, f32x4.mul(n, splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, splat(-2.12194440e-4)));
  let p = f32x4.add(f32x4.mul(splat(1.9875691500e-4), r), splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), splat(5.0000001201e-1));
  const y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), splat(1));
  return f32x4.mul(y, i32x4.add(i32x4.shl(shifted, 23), splat(1)));
}

/** 1 / (1 + e^-x): relatively accurate down to e^-87, unlike ½ + ½ tanh(x/2). */
@inline
export function sigmoid4(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), exp4(f32x4.neg(x))));
}

/** tanh x: an odd polynomial below 0.625, 1 - 2 / (e^2|x| + 1) with the sign of x above. */
@inline
export function tanh4(x: v128): v128 {
  const magnitude = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = f32x4.add(f32x4.mul(splat(-5.70498872745e-3), z), splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x);
  const e = exp4(f32x4.add(magnitude, magnitude));
  const far = f32x4.sub(splat(1), f32x4.div(splat(2), f32x4.add(e, splat(1))));
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(near, signed, f32x4.lt(magnitude, splat(0.625)));
}
