/**
 * The optimisers' steps over one row of parameters, in PyTorch's definitions: see `plain/update.ts`. True when everything
 * written is finite: x - x is 0 for a finite x, else NaN.
 */
import { load4, splat, store4 } from './lanes';

export function sgd(p: usize, g: usize, m: usize, count: i32, scale: f32, rate: f32, momentum: f32, shrink: f32): bool {
  let check = splat(0);
  for (let left = count; left > 0; left -= 4) {
    let velocity = f32x4.mul(load4(g, left), splat(scale));
    if (momentum != 0) {
      velocity = f32x4.add(f32x4.mul(splat(momentum), load4(m, left)), velocity);
      store4(m, velocity, left);
    }
    const next = f32x4.sub(f32x4.mul(load4(p, left), splat(shrink)), f32x4.mul(splat(rate), velocity));
    store4(p, next, left);
    check = f32x4.add(check, f32x4.sub(next, next));
    p += 16;
    g += 16;
    m += 16;
  }
  return isZero(check);
}

/** Adagrad (keep = 1, take = 1) and RMSprop (keep = alpha, take = 1 - alpha). */
export function scaled(
  p: usize, g: usize, s: usize, count: i32, scale: f32, rate: f32, keep: f32, take: f32, epsilon: f32, shrink: f32,
): bool {
  let check = splat(0);
  for (let left = count; left > 0; left -= 4) {
    const gradient = f32x4.mul(load4(g, left), splat(scale));
    const square = f32x4.mul(splat(take), f32x4.mul(gradient, gradient));
    const mean = f32x4.add(f32x4.mul(splat(keep), load4(s, left)), square);
    store4(s, mean, left);
    const root = f32x4.add(f32x4.sqrt(mean), splat(epsilon));
    const step = f32x4.div(f32x4.mul(splat(rate), gradient), root);
    const next = f32x4.sub(f32x4.mul(load4(p, left), splat(shrink)), step);
    store4(p, next, left);
    check = f32x4.add(check, f32x4.add(f32x4.sub(next, next), f32x4.sub(mean, mean)));
    p += 16;
    g += 16;
    s += 16;
  }
  return isZero(check);
}

/** `step` is the rate over the first correction, `root` the inverse square root of the second. */
export function adam(
  p: usize, g: usize, m: usize, v: usize, count: i32, scale: f32, step: f32, root: f32, keep1: f32, take1: f32, keep2: f32,
  take2: f32, epsilon: f32, shrink: f32,
): bool {
  let check = splat(0);
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
    check = f32x4.add(check, f32x4.add(f32x4.sub(next, next), f32x4.sub(meanSquare, meanSquare)));
    p += 16;
    g += 16;
    m += 16;
    v += 16;
  }
  return isZero(check);
}

// @ts-ignore: decorator
@inline
function isZero(v: v128): bool {
  return i32x4.all_true(f32x4.eq(v, splat(0)));
}
