import type { Handle, Kernels } from '../kernels';
import type { SimdExports } from './exports';

/** Bytes of the scratch panel `addOuter` packs into: 256 rows of 16 columns. */
export const SCRATCH_BYTES = 256 * 16 * 4;

/** Elements of a packed weight: columns in panels of 16, the last one padded with zeros. */
export function packedLength(inner: number, cols: number): number {
  return Math.ceil(cols / 16) * 16 * inner;
}

type Products = Pick<
  Kernels,
  'pack' | 'matmul' | 'addOuter' | 'add' | 'addRow' | 'sumRows' | 'sumSquares' | 'scatterAdd'
>;

/** Products and sums over whole matrices. `data`, `indices`, `packed`, `scratch`: byte addresses. */
export function simdProducts(
  wasm: SimdExports,
  data: number,
  indices: number,
  packed: number,
  scratch: number,
): Products {
  const at = ({ offset }: Handle): number => data + offset * 4;

  return {
    pack(to, from, transposed) {
      wasm.pack(packed + to.offset * 4, at(from), from.ld, to.inner, to.cols, transposed ? 1 : 0);
    },
    matmul(to, a, b, accumulate) {
      const weight = packed + b.offset * 4;
      wasm.matmul(at(to), to.ld, at(a), a.ld, to.rows, weight, b.inner, to.cols, accumulate ? 1 : 0);
    },
    addOuter(to, a, b) {
      wasm.addOuter(at(to), to.ld, at(a), a.ld, at(b), b.ld, a.rows, to.rows, to.cols, scratch);
    },
    add(to, from) {
      wasm.add(at(to), to.ld, at(from), from.ld, to.rows, to.cols);
    },
    addRow(to, bias) {
      wasm.addRow(at(to), to.ld, at(bias), to.rows, to.cols);
    },
    sumRows(to, from) {
      wasm.sumRows(at(to), at(from), from.ld, from.rows, from.cols);
    },
    sumSquares(of) {
      return wasm.sumSquares(at(of), of.ld, of.rows, of.cols);
    },
    scatterAdd(table, from, ids) {
      wasm.scatterAdd(at(table), table.ld, at(from), from.ld, indices + ids.offset * 4, ids.length, from.cols);
    },
  };
}
