/** The optimisers' step over one row of parameters: the same arithmetic as `plain/update.ts`. */
import { load4, splat, store4 } from './lanes';

/**
 * `m`, `v`: the moments, 0 where the rule keeps none; `root` is the inverse square root of v's correction. Returns the
 * largest magnitude it wrote, by comparing bits: those of infinity and NaN are the largest.
 */
export function update(
  p: usize, g: usize, m: usize, v: usize, count: i32, scale: f32, rate: f32, shrink: f32, keep1: f32, take1: f32,
  keep2: f32, take2: f32, root: f32, epsilon: f32,
): f32 {
  let largest = splat(0);
  for (let j: usize = 0, left = count; left > 0; j += 16, left -= 4) {
    const gradient = f32x4.mul(load4(g + j, left), splat(scale));
    let change = gradient;
    if (m) {
      change = f32x4.add(f32x4.mul(splat(keep1), load4(m + j, left)), f32x4.mul(splat(take1), gradient));
      store4(m + j, change, left);
      largest = i32x4.max_s(largest, f32x4.abs(change));
    }
    change = f32x4.mul(splat(rate), change);
    if (v) {
      const square = f32x4.mul(splat(take2), f32x4.mul(gradient, gradient));
      const mean = f32x4.add(f32x4.mul(splat(keep2), load4(v + j, left)), square);
      store4(v + j, mean, left);
      largest = i32x4.max_s(largest, f32x4.abs(mean));
      change = f32x4.div(change, f32x4.add(f32x4.mul(f32x4.sqrt(mean), splat(root)), splat(epsilon)));
    }
    const next = f32x4.sub(f32x4.mul(load4(p + j, left), splat(shrink)), change);
    store4(p + j, next, left);
    largest = i32x4.max_s(largest, f32x4.abs(next));
  }
  const pairs = i32x4.max_s(largest, v128.shuffle<i32>(largest, largest, 2, 3, 0, 1));
  return f32x4.extract_lane(i32x4.max_s(pairs, v128.shuffle<i32>(pairs, pairs, 1, 0, 3, 2)), 0);
}
