/** The element-wise part of the vanilla cell: the same arithmetic as `plain/rnn.ts`, four units at a time. */
import { tanh4 } from './functions';
import { flush, load4, row, splat, store4 } from './lanes';

export function rnnForward(
  relu: bool, a: usize, aLd: i32, h: usize, hLd: i32, hPrev: usize, hPrevLd: i32, rows: i32, units: i32, lengths: usize, t: i32,
): void {
  for (let b = 0; b < rows; b++) {
    let aAt = row(a, b, aLd);
    let hAt = row(h, b, hLd);
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.copy(hAt, row(hPrev, b, hPrevLd), <usize>units << 2);
      continue;
    }
    for (let left = units; left > 0; left -= 4) {
      const x = load4(aAt, left);
      // max propagates NaN, as it should.
      store4(hAt, relu ? f32x4.max(x, splat(0)) : tanh4(x), left);
      aAt += 16;
      hAt += 16;
    }
  }
}

export function rnnBackward(
  relu: bool, da: usize, daLd: i32, dh: usize, dhLd: i32, dhPrev: usize, dhPrevLd: i32, h: usize, hLd: i32,
  rows: i32, units: i32, lengths: usize, t: i32,
): void {
  for (let b = 0; b < rows; b++) {
    let daAt = row(da, b, daLd);
    let dhAt = row(dh, b, dhLd);
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      let before = row(dhPrev, b, dhPrevLd);
      memory.fill(daAt, 0, <usize>units << 2);
      for (let left = units; left > 0; left -= 4) {
        store4(before, f32x4.add(load4(before, left), load4(dhAt, left)), left);
        before += 16;
        dhAt += 16;
      }
      continue;
    }
    let hAt = row(h, b, hLd);
    for (let left = units; left > 0; left -= 4) {
      const value = load4(hAt, left);
      const gradient = load4(dhAt, left);
      const through = relu
        ? v128.and(gradient, f32x4.gt(value, splat(0)))
        : f32x4.mul(gradient, f32x4.sub(splat(1), f32x4.mul(value, value)));
      store4(daAt, flush(through), left);
      hAt += 16;
      dhAt += 16;
      daAt += 16;
    }
  }
}
