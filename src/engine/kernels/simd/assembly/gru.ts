/** The element-wise part of the GRU: the same arithmetic as `plain/gru.ts`, four units at a time. */
import { sigmoid4, tanh4 } from './functions';
import { flush, load4, row, splat, store4 } from './lanes';

export function gruForward(
  gates: usize, gatesLd: i32, recurrent: usize, recurrentLd: i32, q: usize, qLd: i32, h: usize, hLd: i32,
  hPrev: usize, hPrevLd: i32, rows: i32, units: i32, lengths: usize, t: i32,
): void {
  const gate = <usize>units << 2;
  for (let b = 0; b < rows; b++) {
    let rAt = row(gates, b, gatesLd);
    let qAt = row(q, b, qLd);
    let hAt = row(h, b, hLd);
    let hBefore = row(hPrev, b, hPrevLd);
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.copy(hAt, hBefore, gate);
      memory.fill(rAt, 0, 3 * gate);
      memory.fill(qAt, 0, gate);
      continue;
    }
    let sideAt = row(recurrent, b, recurrentLd);
    for (let left = units; left > 0; left -= 4) {
      const r = sigmoid4(f32x4.add(load4(rAt, left), load4(sideAt, left)));
      const z = sigmoid4(f32x4.add(load4(rAt + gate, left), load4(sideAt + gate, left)));
      const side = load4(sideAt + 2 * gate, left);
      const n = tanh4(f32x4.add(load4(rAt + 2 * gate, left), f32x4.mul(r, side)));
      store4(rAt, r, left);
      store4(rAt + gate, z, left);
      store4(rAt + 2 * gate, n, left);
      store4(qAt, side, left);
      store4(hAt, f32x4.add(n, f32x4.mul(z, f32x4.sub(load4(hBefore, left), n))), left);
      rAt += 16;
      sideAt += 16;
      qAt += 16;
      hAt += 16;
      hBefore += 16;
    }
  }
}

export function gruBackward(
  da: usize, daLd: i32, daRecurrent: usize, daRecurrentLd: i32, dh: usize, dhLd: i32, dhPrev: usize, dhPrevLd: i32,
  gates: usize, gatesLd: i32, q: usize, qLd: i32, hPrev: usize, hPrevLd: i32, rows: i32, units: i32, lengths: usize, t: i32,
): void {
  const gate = <usize>units << 2;
  const one = splat(1);
  for (let b = 0; b < rows; b++) {
    let daAt = row(da, b, daLd);
    let sideAt = row(daRecurrent, b, daRecurrentLd);
    let dhAt = row(dh, b, dhLd);
    let dhBefore = row(dhPrev, b, dhPrevLd);
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.fill(daAt, 0, 3 * gate);
      memory.fill(sideAt, 0, 3 * gate);
      for (let left = units; left > 0; left -= 4) {
        store4(dhBefore, f32x4.add(load4(dhBefore, left), load4(dhAt, left)), left);
        dhBefore += 16;
        dhAt += 16;
      }
      continue;
    }
    let rAt = row(gates, b, gatesLd);
    let qAt = row(q, b, qLd);
    let hBefore = row(hPrev, b, hPrevLd);
    for (let left = units; left > 0; left -= 4) {
      const r = load4(rAt, left);
      const z = load4(rAt + gate, left);
      const n = load4(rAt + 2 * gate, left);
      const side = load4(qAt, left);
      const dHidden = load4(dhAt, left);
      const daN = f32x4.mul(f32x4.mul(dHidden, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
      const daR = flush(f32x4.mul(f32x4.mul(f32x4.mul(daN, side), r), f32x4.sub(one, r)));
      const apart = f32x4.sub(load4(hBefore, left), n);
      const daZ = flush(f32x4.mul(f32x4.mul(f32x4.mul(dHidden, apart), z), f32x4.sub(one, z)));
      store4(dhBefore, f32x4.add(load4(dhBefore, left), flush(f32x4.mul(dHidden, z))), left);
      store4(daAt, daR, left);
      store4(sideAt, daR, left);
      store4(daAt + gate, daZ, left);
      store4(sideAt + gate, daZ, left);
      store4(daAt + 2 * gate, flush(daN), left);
      store4(sideAt + 2 * gate, flush(f32x4.mul(daN, r)), left);
      rAt += 16;
      qAt += 16;
      dhAt += 16;
      dhBefore += 16;
      hBefore += 16;
      daAt += 16;
      sideAt += 16;
    }
  }
}
