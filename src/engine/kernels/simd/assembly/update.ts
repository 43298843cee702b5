/** The optimisers' steps over one row of parameters, in PyTorch's definitions: see `plain/update.ts`. */
import { load4, splat, store4 } from './lanes';

export function sgd(p: usize, g: usize, m: usize, count: i32, scale: f32, rate: f32, momentum: f32, shrink: f32): void {
  for (let left = count; left > 0; left -= 4) {
    let velocity = f32x4.mul(load4(g, left), splat(scale));
    if (momentum != 0) {
      velocity = f32x4.add(f32x4.mul(splat(momentum), load4(m, left)), velocity);
      store4(m, velocity, left);
    }
    store4(p, f32x4.sub(f32x4.mul(load4(p, left), splat(shrink)), f32x4.mul(splat(rate), velocity)), left);
    p += 16;
    g += 16;
    m += 16;
  }
}

/** Adagrad (keep = 1, take = 1) and RMSprop (keep = alpha, take = 1 - alpha). */
export function scaled(
  p: usize, g: usize, s: usize, count: i32, scale: f32, rate: f32, keep: f32, take: f32, epsilon: f32, shrink: f32,
): void {
  for (let left = count; left > 0; left -= 4) {
    const gradient = f32x4.mul(load4(g, left), splat(scale));
    const square = f32x4.mul(splat(take), f32x4.mul(gradient, gradient));
    const mean = f32x4.add(f32x4.mul(splat(keep), load4(s, left)), square);
    store4(s, mean, left);
    const root = f32x4.add(f32x4.sqrt(mean), splat(epsilon));
    const step = f32x4.div(f32x4.mul(splat(rate), gradient), root);
    store4(p, f32x4.sub(f32x4.mul(load4(p, left), splat(shrink)), step), left);
    p += 16;
    g += 16;
    s += 16;
  }
}

export function adam(
  p: usize, g: usize, m: usize, v: usize, count: i32, scale: f32, rate: f32, keep1: f32, take1: f32, keep2: f32, take2: f32,
  correction1: f32, correction2: f32, epsilon: f32, shrink: f32,
): void {
  for (let left = count; left > 0; left -= 4) {
    const gradient = f32x4.mul(load4(g, left), splat(scale));
    const mean = f32x4.add(f32x4.mul(splat(keep1), load4(m, left)), f32x4.mul(splat(take1), gradient));
    const square = f32x4.mul(splat(take2), f32x4.mul(gradient, gradient));
    const meanSquare = f32x4.add(f32x4.mul(splat(keep2), load4(v, left)), square);
    store4(m, mean, left);
    store4(v, meanSquare, left);
    const root = f32x4.add(f32x4.sqrt(f32x4.div(meanSquare, splat(correction2))), splat(epsilon));
    const step = f32x4.div(f32x4.mul(splat(rate), f32x4.div(mean, splat(correction1))), root);
    store4(p, f32x4.sub(f32x4.mul(load4(p, left), splat(shrink)), step), left);
    p += 16;
    g += 16;
    m += 16;
    v += 16;
  }
}
