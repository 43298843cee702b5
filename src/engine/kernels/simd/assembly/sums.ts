/** Sums over whole matrices. Every sum has one fixed order. */
import { load4, row, store4 } from './lanes';

export function add(to: usize, toLd: i32, from: usize, fromLd: i32, rows: i32, cols: i32): void {
  for (let r = 0; r < rows; r++) addTo(row(to, r, toLd), row(from, r, fromLd), cols);
}

export function addRow(to: usize, toLd: i32, bias: usize, rows: i32, cols: i32): void {
  for (let r = 0; r < rows; r++) addTo(row(to, r, toLd), bias, cols);
}

export function sumRows(to: usize, from: usize, fromLd: i32, rows: i32, cols: i32): void {
  for (let r = 0; r < rows; r++) addTo(to, row(from, r, fromLd), cols);
}

export function scatterAdd(table: usize, tableLd: i32, from: usize, fromLd: i32, ids: usize, count: i32, cols: i32): void {
  for (let r = 0; r < count; r++) {
    const id = load<i32>(ids + (<usize>r << 2));
    if (id >= 0) addTo(row(table, id, tableLd), row(from, r, fromLd), cols);
  }
}

function addTo(to: usize, from: usize, count: i32): void {
  for (let left = count; left > 0; left -= 4) {
    store4(to, f32x4.add(load4(to, left), load4(from, left)), left);
    to += 16;
    from += 16;
  }
}

/** In float64, in four chains. */
export function sumSquares(from: usize, ld: i32, rows: i32, cols: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let r = 0; r < rows; r++) {
    let at = row(from, r, ld);
    for (let left = cols; left > 0; left -= 4) {
      const v = load4(at, left);
      const a = f64x2.promote_low_f32x4(v);
      const b = f64x2.promote_low_f32x4(i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
      at += 16;
    }
  }
  return (f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1)) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
}
