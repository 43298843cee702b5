import type { Handle, Kernels } from '../kernels';
import type { Elements } from './matrices';

/** Rows and columns of the register tile: 16 independent sums. */
const TILE = 4;
/** Inner length of one block of `addOuter`, so that both packed sides stay in cache. */
const OUTER_BLOCK = 256;

/** Elements of a packed weight: columns in panels of four, the last one padded with zeros. */
export function packedLength(inner: number, cols: number): number {
  return Math.ceil(cols / TILE) * TILE * inner;
}

/**
 * Matrix products over an arena. Panels and sums are float64 in both precisions. Every element is summed over the inner
 * index in rising order whatever the tile, so tiling and leading dimensions change no bit.
 */
export function products(data: Elements, packed: Float64Array): Pick<Kernels, 'pack' | 'matmul' | 'addOuter'> {
  const tile = new Float64Array(TILE * TILE);
  let left = new Float64Array(0);
  let right = new Float64Array(0);

  /** Adds the tile (or writes it when not `accumulate`) to the part of `to` that lies inside the matrix. */
  const store = (to: Handle, row: number, col: number, accumulate: boolean): void => {
    const rows = Math.min(TILE, to.rows - row);
    const cols = Math.min(TILE, to.cols - col);
    for (let i = 0; i < rows; i++) {
      const at = to.offset + (row + i) * to.ld + col;
      if (accumulate) for (let j = 0; j < cols; j++) data[at + j] += tile[i * TILE + j];
      else for (let j = 0; j < cols; j++) data[at + j] = tile[i * TILE + j];
    }
  };

  return {
    pack(to, from, transposed) {
      const rowStep = transposed ? 1 : from.ld;
      const colStep = transposed ? from.ld : 1;
      packPanels(packed, to.offset, data, from.offset, rowStep, colStep, to.inner, to.cols);
    },

    matmul(to, a, b, accumulate) {
      const panel = b.inner * TILE;
      if (left.length < panel) left = new Float64Array(panel);
      for (let row = 0; row < to.rows; row += TILE) {
        const rows = Math.min(TILE, to.rows - row);
        packPanels(left, 0, data, a.offset + row * a.ld, 1, a.ld, b.inner, rows);
        for (let col = 0, at = b.offset; col < to.cols; col += TILE, at += panel) {
          multiplyTile(tile, left, packed, at, b.inner);
          store(to, row, col, accumulate);
        }
      }
    },

    addOuter(to, a, b) {
      if (left.length < OUTER_BLOCK * TILE) left = new Float64Array(OUTER_BLOCK * TILE);
      const needed = packedLength(OUTER_BLOCK, to.cols);
      if (right.length < needed) right = new Float64Array(needed);
      for (let begin = 0; begin < a.rows; begin += OUTER_BLOCK) {
        const inner = Math.min(OUTER_BLOCK, a.rows - begin);
        packPanels(right, 0, data, b.offset + begin * b.ld, b.ld, 1, inner, to.cols);
        for (let row = 0; row < to.rows; row += TILE) {
          const rows = Math.min(TILE, to.rows - row);
          packPanels(left, 0, data, a.offset + begin * a.ld + row, a.ld, 1, inner, rows);
          for (let col = 0; col < to.cols; col += TILE) {
            multiplyTile(tile, left, right, col * inner, inner);
            store(to, row, col, true);
          }
        }
      }
    },
  };
}

/** Panels of four columns, inner index outermost: `to[panel][p][j]` = element (p, 4·panel + j), zero past `cols`. */
function packPanels(
  to: Float64Array,
  offset: number,
  from: Elements,
  start: number,
  rowStep: number,
  colStep: number,
  inner: number,
  cols: number,
): void {
  let at = offset;
  for (let col = 0; col < cols; col += TILE) {
    const width = Math.min(TILE, cols - col);
    for (let p = 0; p < inner; p++, at += TILE) {
      const source = start + p * rowStep + col * colStep;
      for (let j = 0; j < TILE; j++) to[at + j] = j < width ? from[source + j * colStep] : 0;
    }
  }
}

/** tile = (4 × inner panel of `a`)ᵀ · (inner × 4 panel of `b` at `at`), the sums in registers. */
function multiplyTile(tile: Float64Array, a: Float64Array, b: Float64Array, at: number, inner: number): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let s30 = 0;
  let s31 = 0;
  let s32 = 0;
  let s33 = 0;
  for (let p = 0, i = 0; p < inner; p++, i += TILE, at += TILE) {
    const b0 = b[at];
    const b1 = b[at + 1];
    const b2 = b[at + 2];
    const b3 = b[at + 3];
    const a0 = a[i];
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    const a1 = a[i + 1];
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    const a2 = a[i + 2];
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    const a3 = a[i + 3];
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  tile[0] = s00;
  tile[1] = s01;
  tile[2] = s02;
  tile[3] = s03;
  tile[4] = s10;
  tile[5] = s11;
  tile[6] = s12;
  tile[7] = s13;
  tile[8] = s20;
  tile[9] = s21;
  tile[10] = s22;
  tile[11] = s23;
  tile[12] = s30;
  tile[13] = s31;
  tile[14] = s32;
  tile[15] = s33;
}
