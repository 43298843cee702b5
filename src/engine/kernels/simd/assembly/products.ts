/**
 * Matrix products by panels of 16 columns. Each output element is summed over k in rising order in one chain, whatever the
 * tile, so that the bits do not depend on how rows are grouped. Multiply and add stay apart (no fused multiply-add).
 *
 * V8 lifts all loads of a loop to its start. Sums, loads and factors must fit its 15 vector registers together: one more
 * sum or one more unrolled step than here spills a sum, which halves the speed.
 */

import { row, store4 } from './lanes';

/** Stores or adds 16 sums, or the first `count` of them at the right edge. */
@inline
function store16(to: usize, s0: v128, s1: v128, s2: v128, s3: v128, count: i32, add: bool): void {
  storeSums(to, s0, count, add);
  storeSums(to + 16, s1, count - 4, add);
  storeSums(to + 32, s2, count - 8, add);
  storeSums(to + 48, s3, count - 12, add);
}

@inline
function storeSums(to: usize, s: v128, count: i32, add: bool): void {
  store4(to, add ? f32x4.add(v128.load(to), s) : s, count);
}

function tile2(a: usize, aRow: usize, aStep: usize, b: usize, inner: i32, to: usize, toRow: usize, count: i32, add: bool): void {
  let p0 = f32x4.splat(0), p1 = p0, p2 = p0, p3 = p0, q0 = p0, q1 = p0, q2 = p0, q3 = p0;
  const end = b + (<usize>inner << 6);
  let c = a + aRow;
  for (; b < end; b += 64) {
    const x = v128.load32_splat(a);
    const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
    p0 = f32x4.add(p0, f32x4.mul(x, b0));
    p1 = f32x4.add(p1, f32x4.mul(x, b1));
    p2 = f32x4.add(p2, f32x4.mul(x, b2));
    p3 = f32x4.add(p3, f32x4.mul(x, b3));
    const y = v128.load32_splat(c);
    q0 = f32x4.add(q0, f32x4.mul(y, b0));
    q1 = f32x4.add(q1, f32x4.mul(y, b1));
    q2 = f32x4.add(q2, f32x4.mul(y, b2));
    q3 = f32x4.add(q3, f32x4.mul(y, b3));
    a += aStep;
    c += aStep;
  }
  store16(to, p0, p1, p2, p3, count, add);
  store16(to + toRow, q0, q1, q2, q3, count, add);
}

/** Four chains, as many as additions in flight; two steps at once, since one would be bound by the loop itself. */
function tile1(a: usize, aStep: usize, b: usize, inner: i32, to: usize, count: i32, add: bool): void {
  let p0 = f32x4.splat(0), p1 = p0, p2 = p0, p3 = p0;
  if (inner & 1) {
    const x = v128.load32_splat(a);
    p0 = f32x4.add(p0, f32x4.mul(x, v128.load(b)));
    p1 = f32x4.add(p1, f32x4.mul(x, v128.load(b, 16)));
    p2 = f32x4.add(p2, f32x4.mul(x, v128.load(b, 32)));
    p3 = f32x4.add(p3, f32x4.mul(x, v128.load(b, 48)));
    a += aStep;
    b += 64;
  }
  const end = b + (<usize>(inner & ~1) << 6);
  for (; b < end; b += 128) {
    const x = v128.load32_splat(a);
    p0 = f32x4.add(p0, f32x4.mul(x, v128.load(b)));
    p1 = f32x4.add(p1, f32x4.mul(x, v128.load(b, 16)));
    p2 = f32x4.add(p2, f32x4.mul(x, v128.load(b, 32)));
    p3 = f32x4.add(p3, f32x4.mul(x, v128.load(b, 48)));
    const y = v128.load32_splat(a + aStep);
    p0 = f32x4.add(p0, f32x4.mul(y, v128.load(b, 64)));
    p1 = f32x4.add(p1, f32x4.mul(y, v128.load(b, 80)));
    p2 = f32x4.add(p2, f32x4.mul(y, v128.load(b, 96)));
    p3 = f32x4.add(p3, f32x4.mul(y, v128.load(b, 112)));
    a += aStep << 1;
  }
  store16(to, p0, p1, p2, p3, count, add);
}

/** to (+)= a · packed, with element (i, k) of a at `a + i * aRow + k * aStep` (bytes). */
function product(to: usize, toRow: usize, a: usize, aRow: usize, aStep: usize, rows: i32, packed: usize, inner: i32, cols: i32, add: bool): void {
  const panel = <usize>inner << 6;
  for (let j = 0; j < cols; j += 16) {
    let i = 0;
    let x = a;
    let y = to;
    for (; i + 1 < rows; i += 2) {
      tile2(x, aRow, aStep, packed, inner, y, toRow, cols - j, add);
      x += aRow << 1;
      y += toRow << 1;
    }
    if (i < rows) tile1(x, aStep, packed, inner, y, cols - j, add);
    packed += panel;
    to += 64;
  }
}

/** Packs `from` (inner × cols when not transposed, cols × inner when transposed) into panels [cols/16][inner][16], zero-padded. */
export function pack(to: usize, from: usize, ld: i32, inner: i32, cols: i32, transposed: bool): void {
  const along: usize = transposed ? 4 : <usize>ld << 2;
  const across: usize = transposed ? <usize>ld << 2 : 4;
  for (let j = 0; j < cols; j += 16) {
    const width = min(16, cols - j);
    let at = from + <usize>j * across;
    let k = 0;
    if (width == 16 && transposed) {
      for (; k + 4 <= inner; k += 4) {
        for (let w = 0; w < 16; w += 4) transpose4(to + (<usize>w << 2), at + <usize>w * across, across);
        to += 256;
        at += 16;
      }
    } else if (width == 16) {
      for (; k < inner; k++) {
        v128.store(to, v128.load(at));
        v128.store(to, v128.load(at, 16), 16);
        v128.store(to, v128.load(at, 32), 32);
        v128.store(to, v128.load(at, 48), 48);
        to += 64;
        at += along;
      }
    }
    for (; k < inner; k++) {
      for (let w = 0; w < 16; w++) store<f32>(to + (<usize>w << 2), w < width ? load<f32>(at + <usize>w * across) : 0);
      to += 64;
      at += along;
    }
  }
}

/** Four floats of each of four rows to four rows of a panel. */
function transpose4(to: usize, from: usize, row: usize): void {
  const a = v128.load(from), b = v128.load(from + row), c = v128.load(from + 2 * row), d = v128.load(from + 3 * row);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(a, b, 2, 6, 3, 7), higher = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 64);
  v128.store(to, v128.shuffle<f32>(high, higher, 0, 1, 4, 5), 128);
  v128.store(to, v128.shuffle<f32>(high, higher, 2, 3, 6, 7), 192);
}

export function matmul(to: usize, toLd: i32, a: usize, aLd: i32, rows: i32, packed: usize, inner: i32, cols: i32, add: bool): void {
  product(to, <usize>toLd << 2, a, <usize>aLd << 2, 4, rows, packed, inner, cols, add);
}

/** Inner rows of one block of `addOuter`: one packed panel of it, 16 KiB, stays in the first-level cache. */
const BLOCK = 256;

/** to += aᵀ · b over `inner` rows; `scratch` holds BLOCK × 16 elements. */
export function addOuter(
  to: usize, toLd: i32, a: usize, aLd: i32, b: usize, bLd: i32, inner: i32, rows: i32, cols: i32, scratch: usize,
): void {
  const toRow = <usize>toLd << 2;
  const step = <usize>aLd << 2;
  for (let k = 0; k < inner; k += BLOCK) {
    const depth = min(BLOCK, inner - k);
    const left = row(a, k, aLd);
    for (let j = 0; j < cols; j += 16) {
      const width = min(16, cols - j);
      const column = <usize>j << 2;
      pack(scratch, row(b, k, bLd) + column, bLd, depth, width, false);
      product(to + column, toRow, left, 4, step, rows, scratch, depth, width, true);
    }
  }
}
