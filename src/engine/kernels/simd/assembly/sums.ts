/** Sums over whole matrices. Every sum has one fixed order. */
import { load4, row, store4 } from './lanes';

export function add(to: usize, toLd: i32, from: usize, fromLd: i32, rows: i32, cols: i32): void {
  for (let r = 0; r < rows; r++) addTo(row(to, r, toLd), row(from, r, fromLd), cols);
}

/** In float64: the terms of a bias gradient nearly cancel, which would magnify the rounding of float32 sums. */
export function sumRows(to: usize, from: usize, fromLd: i32, rows: i32, cols: i32): void {
  const step = <usize>fromLd << 2;
  for (let left = cols; left > 0; left -= 8) {
    let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let at = from;
    for (let r = 0; r < rows; r++) {
      const low = load4(at, left), high = load4(at + 16, left - 4);
      s0 = f64x2.add(s0, f64x2.promote_low_f32x4(low));
      s1 = f64x2.add(s1, promoteHigh(low));
      s2 = f64x2.add(s2, f64x2.promote_low_f32x4(high));
      s3 = f64x2.add(s3, promoteHigh(high));
      at += step;
    }
    store4(to, f32x4.add(load4(to, left), demote(s0, s1)), left);
    store4(to + 16, f32x4.add(load4(to + 16, left - 4), demote(s2, s3)), left - 4);
    from += 32;
    to += 32;
  }
}

export function scatterAdd(table: usize, tableLd: i32, from: usize, fromLd: i32, ids: usize, count: i32, cols: i32): void {
  for (let r = 0; r < count; r++) {
    const id = load<i32>(ids + (<usize>r << 2));
    if (id >= 0) addTo(row(table, id, tableLd), row(from, r, fromLd), cols);
  }
}

export function addTo(to: usize, from: usize, count: i32): void {
  for (let left = count; left > 0; left -= 4) {
    store4(to, f32x4.add(v128.load(to), v128.load(from)), left);
    to += 16;
    from += 16;
  }
}

/** In float64, in four chains. */
export function sumSquares(from: usize, ld: i32, rows: i32, cols: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0;
  for (let r = 0; r < rows; r++) {
    let at = row(from, r, ld);
    for (let left = cols; left > 0; left -= 4) {
      const v = load4(at, left);
      const low = f64x2.promote_low_f32x4(v), high = promoteHigh(v);
      s0 = f64x2.add(s0, f64x2.mul(low, low));
      s1 = f64x2.add(s1, f64x2.mul(high, high));
      at += 16;
    }
  }
  return (f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1)) + (f64x2.extract_lane(s1, 0) + f64x2.extract_lane(s1, 1));
}

@inline
function promoteHigh(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(v, v, 1, 1));
}

@inline
function demote(low: v128, high: v128): v128 {
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
