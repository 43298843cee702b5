/** Loads and stores of four lanes, or of the last `count` of a row: the rest of memory is never touched. */

@inline
export function load4(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  return loadEdge(from, count, 0);
}

/** As `load4`, with `fill` in the missing lanes. */
export function loadEdge(from: usize, count: i32, fill: f32): v128 {
  let v = f32x4.splat(fill);
  if (count > 0) v = f32x4.replace_lane(v, 0, load<f32>(from));
  if (count > 1) v = f32x4.replace_lane(v, 1, load<f32>(from + 4));
  if (count > 2) v = f32x4.replace_lane(v, 2, load<f32>(from + 8));
  if (count > 3) v = f32x4.replace_lane(v, 3, load<f32>(from + 12));
  return v;
}

@inline
export function store4(to: usize, v: v128, count: i32): void {
  if (count >= 4) v128.store(to, v);
  else storeEdge(to, v, count);
}

function storeEdge(to: usize, v: v128, count: i32): void {
  if (count > 0) store<f32>(to, f32x4.extract_lane(v, 0));
  if (count > 1) store<f32>(to + 4, f32x4.extract_lane(v, 1));
  if (count > 2) store<f32>(to + 8, f32x4.extract_lane(v, 2));
}

/** Address of row `r` of a matrix with leading dimension `ld` (elements). */
@inline
export function row(base: usize, r: i32, ld: i32): usize {
  return base + (<usize>(r * ld) << 2);
}

@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** Values under 1e-30 become zero: vanishing gradients make denormal numbers, which are many times slower. */
@inline
export function flush(v: v128): v128 {
  return v128.andnot(v, f32x4.lt(f32x4.abs(v), f32x4.splat(1e-30)));
}
