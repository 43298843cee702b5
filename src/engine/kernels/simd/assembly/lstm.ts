/** The element-wise part of the LSTM: the same arithmetic as `plain/lstm.ts`, four units at a time. */
import { sigmoid4, tanh4 } from './functions';
import { flush, load4, row, splat, store4 } from './lanes';

export function lstmForward(
  gates: usize, gatesLd: i32, tau: usize, tauLd: i32, h: usize, hLd: i32, c: usize, cLd: i32,
  hPrev: usize, hPrevLd: i32, cPrev: usize, cPrevLd: i32, rows: i32, units: i32, lengths: usize, t: i32,
): void {
  const gate = <usize>units << 2;
  for (let b = 0; b < rows; b++) {
    let iAt = row(gates, b, gatesLd);
    let tauAt = row(tau, b, tauLd);
    let hAt = row(h, b, hLd);
    let cAt = row(c, b, cLd);
    let cBefore = row(cPrev, b, cPrevLd);
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      memory.copy(hAt, row(hPrev, b, hPrevLd), gate);
      memory.copy(cAt, cBefore, gate);
      memory.fill(iAt, 0, gate << 2);
      memory.fill(tauAt, 0, gate);
      continue;
    }
    for (let left = units; left > 0; left -= 4) {
      const i = sigmoid4(load4(iAt, left));
      const f = sigmoid4(load4(iAt + gate, left));
      const g = tanh4(load4(iAt + 2 * gate, left));
      const o = sigmoid4(load4(iAt + 3 * gate, left));
      const cell = f32x4.add(f32x4.mul(f, load4(cBefore, left)), f32x4.mul(i, g));
      const squashed = tanh4(cell);
      store4(iAt, i, left);
      store4(iAt + gate, f, left);
      store4(iAt + 2 * gate, g, left);
      store4(iAt + 3 * gate, o, left);
      store4(cAt, cell, left);
      store4(tauAt, squashed, left);
      store4(hAt, f32x4.mul(o, squashed), left);
      iAt += 16;
      tauAt += 16;
      hAt += 16;
      cAt += 16;
      cBefore += 16;
    }
  }
}

export function lstmBackward(
  da: usize, daLd: i32, dh: usize, dhLd: i32, dc: usize, dcLd: i32, dhPrev: usize, dhPrevLd: i32, dcPrev: usize, dcPrevLd: i32,
  gates: usize, gatesLd: i32, tau: usize, tauLd: i32, cPrev: usize, cPrevLd: i32, rows: i32, units: i32, lengths: usize, t: i32,
): void {
  const gate = <usize>units << 2;
  const one = splat(1);
  for (let b = 0; b < rows; b++) {
    let daAt = row(da, b, daLd);
    let dhAt = row(dh, b, dhLd);
    let dcAt = row(dc, b, dcLd);
    let dcBefore = row(dcPrev, b, dcPrevLd);
    if (t >= load<i32>(lengths + (<usize>b << 2))) {
      let dhBefore = row(dhPrev, b, dhPrevLd);
      memory.fill(daAt, 0, gate << 2);
      for (let left = units; left > 0; left -= 4) {
        store4(dhBefore, f32x4.add(load4(dhBefore, left), load4(dhAt, left)), left);
        store4(dcBefore, f32x4.add(load4(dcBefore, left), load4(dcAt, left)), left);
        dhBefore += 16;
        dhAt += 16;
        dcBefore += 16;
        dcAt += 16;
      }
      continue;
    }
    let iAt = row(gates, b, gatesLd);
    let tauAt = row(tau, b, tauLd);
    let cBefore = row(cPrev, b, cPrevLd);
    for (let left = units; left > 0; left -= 4) {
      const i = load4(iAt, left);
      const f = load4(iAt + gate, left);
      const g = load4(iAt + 2 * gate, left);
      const o = load4(iAt + 3 * gate, left);
      const squashed = load4(tauAt, left);
      const dHidden = load4(dhAt, left);
      const through = f32x4.mul(f32x4.mul(dHidden, o), f32x4.sub(one, f32x4.mul(squashed, squashed)));
      const dMemory = f32x4.add(load4(dcAt, left), through);
      store4(dcAt, dMemory, left);
      store4(dcBefore, f32x4.add(load4(dcBefore, left), flush(f32x4.mul(dMemory, f))), left);
      const di = f32x4.mul(f32x4.mul(f32x4.mul(dMemory, g), i), f32x4.sub(one, i));
      const df = f32x4.mul(f32x4.mul(f32x4.mul(dMemory, load4(cBefore, left)), f), f32x4.sub(one, f));
      const dg = f32x4.mul(f32x4.mul(dMemory, i), f32x4.sub(one, f32x4.mul(g, g)));
      const dO = f32x4.mul(f32x4.mul(f32x4.mul(dHidden, squashed), o), f32x4.sub(one, o));
      store4(daAt, flush(di), left);
      store4(daAt + gate, flush(df), left);
      store4(daAt + 2 * gate, flush(dg), left);
      store4(daAt + 3 * gate, flush(dO), left);
      iAt += 16;
      tauAt += 16;
      cBefore += 16;
      dhAt += 16;
      dcAt += 16;
      dcBefore += 16;
      daAt += 16;
    }
  }
}
