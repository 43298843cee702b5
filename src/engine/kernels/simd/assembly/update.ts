/**
 * The optimisers' steps over one row of parameters, in PyTorch's definitions: see `plain/update.ts`. Each returns
 * the largest magnitude it wrote, by comparing bits: those of infinity and NaN are the largest.
 */
import { load4, splat, store4 } from './lanes';

export function sgd(p: usize, g: usize, m: usize, count: i32, scale: f32, rate: f32, momentum: f32, shrink: f32): f32 {
  let largest = splat(0);
  for (let left = count; left > 0; left -= 4) {
    let velocity = f32x4.mul(load4(g, left), splat(scale));
    if (momentum != 0) {
      velocity = f32x4.add(f32x4.mul(splat(momentum), load4(m, left)), velocity);
      store4(m, velocity, left);
      largest = i32x4.max_s(largest, f32x4.abs(velocity));
    }
    const next = f32x4.sub(f32x4.mul(load4(p, left), splat(shrink)), f32x4.mul(splat(rate), velocity));
    store4(p, next, left);
    largest = i32x4.max_s(largest, f32x4.abs(next));
    p += 16;
    g += 16;
    m += 16;
  }
  return highest(largest);
}

/** Adagrad (keep = 1, take = 1) and RMSprop (keep = alpha, take = 1 - alpha). */
export function scaled(
  p: usize, g: usize, s: usize, count: i32, scale: f32, rate: f32, keep: f32, take: f32, epsilon: f32, shrink: f32,
): f32 {
  let largest = splat(0);
  for (let left = count; left > 0; left -= 4) {
    const gradient = f32x4.mul(load4(g, left), splat(scale));
    const square = f32x4.mul(splat(take), f32x4.mul(gradient, gradient));
    const mean = f32x4.add(f32x4.mul(splat(keep), load4(s, left)), square);
    store4(s, mean, left);
    const root = f32x4.add(f32x4.sqrt(mean), splat(epsilon));
    const step = f32x4.div(f32x4.mul(splat(rate), gradient), root);
    const next = f32x4.sub(f32x4.mul(load4(p, left), splat(shrink)), step);
    store4(p, next, left);
    largest = i32x4.max_s(largest, i32x4.max_s(f32x4.abs(next), f32x4.abs(mean)));
    p += 16;
    g += 16;
    s += 16;
  }
  return highest(largest);
}

/** `step` is the rate over the first correction, `root` the inverse square root of the second. */
export function adam(
  p: usize, g: usize, m: usize, v: usize, count: i32, scale: f32, step: f32, root: f32, keep1: f32, take1: f32, keep2: f32,
  take2: f32, epsilon: f32, shrink: f32,
): f32 {
  let largest = splat(0);
  for (let left = count; left > 0; left -= 4) {
    const gradient = f32x4.mul(load4(g, left), splat(scale));
    const mean = f32x4.add(f32x4.mul(splat(keep1), load4(m, left)), f32x4.mul(splat(take1), gradient));
    const square = f32x4.mul(splat(take2), f32x4.mul(gradient, gradient));
    const meanSquare = f32x4.add(f32x4.mul(splat(keep2), load4(v, left)), square);
    store4(m, mean, left);
    store4(v, meanSquare, left);
    const divisor = f32x4.add(f32x4.mul(f32x4.sqrt(meanSquare), splat(root)), splat(epsilon));
    const change = f32x4.div(f32x4.mul(splat(step), mean), divisor);
    const next = f32x4.sub(f32x4.mul(load4(p, left), splat(shrink)), change);
    store4(p, next, left);
    largest = i32x4.max_s(largest, i32x4.max_s(f32x4.abs(next), i32x4.max_s(f32x4.abs(mean), f32x4.abs(meanSquare))));
    p += 16;
    g += 16;
    m += 16;
    v += 16;
  }
  return highest(largest);
}

function highest(bits: v128): f32 {
  const pairs = i32x4.max_s(bits, v128.shuffle<i32>(bits, bits, 2, 3, 0, 1));
  return f32x4.extract_lane(i32x4.max_s(pairs, v128.shuffle<i32>(pairs, pairs, 1, 0, 3, 2)), 0);
}
