/**
 * The element-wise parts of the cells: the same arithmetic as `plain/gates.ts`, four units at a time. Lanes past the end of
 * a row compute something that is not stored: the arena is followed by other memory.
 */
import { sigmoid4, tanh4 } from './functions';
import { flush, splat, store4 } from './lanes';
import { carriedBack, carriedForward, Of, row, rowsOf, unitsOf } from './step';

/** y (1 - y), the slope of the logistic function where it is y, times x. */
@inline
function sigmoidBack(x: v128, y: v128): v128 {
  return f32x4.mul(f32x4.mul(x, y), f32x4.sub(splat(1), y));
}

/** 1 - y², the slope of tanh where it is y, times x. */
@inline
function tanhBack(x: v128, y: v128): v128 {
  return f32x4.mul(x, f32x4.sub(splat(1), f32x4.mul(y, y)));
}

export function rnnForward(step: usize, relu: bool): void {
  for (let b = 0; b < rowsOf(step); b++) {
    if (carriedForward(step, b)) continue;
    const a = row(step, Of.gates, b), h = row(step, Of.h, b);
    for (let j: usize = 0, left = unitsOf(step); left > 0; j += 16, left -= 4) {
      const x = v128.load(a + j);
      // max propagates NaN, as it should.
      store4(h + j, relu ? f32x4.max(x, splat(0)) : tanh4(x), left);
    }
  }
}

export function rnnBackward(step: usize, relu: bool): void {
  for (let b = 0; b < rowsOf(step); b++) {
    if (carriedBack(step, b)) continue;
    const da = row(step, Of.da, b), dh = row(step, Of.dh, b), h = row(step, Of.h, b);
    for (let j: usize = 0, left = unitsOf(step); left > 0; j += 16, left -= 4) {
      const value = v128.load(h + j), gradient = v128.load(dh + j);
      const through = relu ? v128.and(gradient, f32x4.gt(value, splat(0))) : tanhBack(gradient, value);
      store4(da + j, flush(through), left);
    }
  }
}

export function lstmForward(step: usize): void {
  for (let b = 0; b < rowsOf(step); b++) {
    if (carriedForward(step, b)) continue;
    const width = <usize>unitsOf(step) << 2, iAt = row(step, Of.gates, b), fAt = iAt + width, gAt = fAt + width, oAt = gAt + width;
    const tau = row(step, Of.kept, b), h = row(step, Of.h, b), c = row(step, Of.c, b), cPrev = row(step, Of.cPrev, b);
    for (let j: usize = 0, left = unitsOf(step); left > 0; j += 16, left -= 4) {
      const i = sigmoid4(v128.load(iAt + j));
      const f = sigmoid4(v128.load(fAt + j));
      const g = tanh4(v128.load(gAt + j));
      const o = sigmoid4(v128.load(oAt + j));
      const cell = f32x4.add(f32x4.mul(f, v128.load(cPrev + j)), f32x4.mul(i, g));
      const squashed = tanh4(cell);
      store4(iAt + j, i, left);
      store4(fAt + j, f, left);
      store4(gAt + j, g, left);
      store4(oAt + j, o, left);
      store4(c + j, cell, left);
      store4(tau + j, squashed, left);
      store4(h + j, f32x4.mul(o, squashed), left);
    }
  }
}

export function lstmBackward(step: usize): void {
  for (let b = 0; b < rowsOf(step); b++) {
    if (carriedBack(step, b)) continue;
    const width = <usize>unitsOf(step) << 2, tau = row(step, Of.kept, b), cPrev = row(step, Of.cPrev, b);
    const iAt = row(step, Of.gates, b), fAt = iAt + width, gAt = fAt + width, oAt = gAt + width;
    const di = row(step, Of.da, b), df = di + width, dg = df + width, dO = dg + width;
    const dh = row(step, Of.dh, b), dc = row(step, Of.dc, b), dcPrev = row(step, Of.dcPrev, b);
    for (let j: usize = 0, left = unitsOf(step); left > 0; j += 16, left -= 4) {
      const i = v128.load(iAt + j);
      const f = v128.load(fAt + j);
      const g = v128.load(gAt + j);
      const o = v128.load(oAt + j);
      const squashed = v128.load(tau + j);
      const dHidden = v128.load(dh + j);
      const dMemory = f32x4.add(v128.load(dc + j), tanhBack(f32x4.mul(dHidden, o), squashed));
      store4(dc + j, dMemory, left);
      store4(dcPrev + j, f32x4.add(v128.load(dcPrev + j), flush(f32x4.mul(dMemory, f))), left);
      store4(di + j, flush(sigmoidBack(f32x4.mul(dMemory, g), i)), left);
      store4(df + j, flush(sigmoidBack(f32x4.mul(dMemory, v128.load(cPrev + j)), f)), left);
      store4(dg + j, flush(tanhBack(f32x4.mul(dMemory, i), g)), left);
      store4(dO + j, flush(sigmoidBack(f32x4.mul(dHidden, squashed), o)), left);
    }
  }
}

export function gruForward(step: usize): void {
  for (let b = 0; b < rowsOf(step); b++) {
    if (carriedForward(step, b)) continue;
    const width = <usize>unitsOf(step) << 2, rAt = row(step, Of.gates, b), zAt = rAt + width, nAt = zAt + width;
    const side = row(step, Of.recurrent, b), q = row(step, Of.kept, b);
    const h = row(step, Of.h, b), hPrev = row(step, Of.hPrev, b);
    for (let j: usize = 0, left = unitsOf(step); left > 0; j += 16, left -= 4) {
      const r = sigmoid4(f32x4.add(v128.load(rAt + j), v128.load(side + j)));
      const z = sigmoid4(f32x4.add(v128.load(zAt + j), v128.load(side + width + j)));
      const product = v128.load(side + 2 * width + j);
      const n = tanh4(f32x4.add(v128.load(nAt + j), f32x4.mul(r, product)));
      store4(rAt + j, r, left);
      store4(zAt + j, z, left);
      store4(nAt + j, n, left);
      store4(q + j, product, left);
      store4(h + j, f32x4.add(n, f32x4.mul(z, f32x4.sub(v128.load(hPrev + j), n))), left);
    }
  }
}

export function gruBackward(step: usize): void {
  for (let b = 0; b < rowsOf(step); b++) {
    if (carriedBack(step, b)) continue;
    const width = <usize>unitsOf(step) << 2, rAt = row(step, Of.gates, b), zAt = rAt + width, nAt = zAt + width;
    const q = row(step, Of.kept, b), hPrev = row(step, Of.hPrev, b);
    const dh = row(step, Of.dh, b), dhPrev = row(step, Of.dhPrev, b);
    const dr = row(step, Of.da, b), dz = dr + width, dn = dz + width;
    const sideR = row(step, Of.daRecurrent, b), sideZ = sideR + width, sideN = sideZ + width;
    for (let j: usize = 0, left = unitsOf(step); left > 0; j += 16, left -= 4) {
      const r = v128.load(rAt + j);
      const z = v128.load(zAt + j);
      const n = v128.load(nAt + j);
      const dHidden = v128.load(dh + j);
      const daN = tanhBack(f32x4.mul(dHidden, f32x4.sub(splat(1), z)), n);
      const daR = flush(sigmoidBack(f32x4.mul(daN, v128.load(q + j)), r));
      const daZ = flush(sigmoidBack(f32x4.mul(dHidden, f32x4.sub(v128.load(hPrev + j), n)), z));
      store4(dhPrev + j, f32x4.add(v128.load(dhPrev + j), flush(f32x4.mul(dHidden, z))), left);
      store4(dr + j, daR, left);
      store4(sideR + j, daR, left);
      store4(dz + j, daZ, left);
      store4(sideZ + j, daZ, left);
      store4(dn + j, flush(daN), left);
      store4(sideN + j, flush(f32x4.mul(daN, r)), left);
    }
  }
}
