import type { Handle, ProductKernels } from '../kernels';
import type { Elements } from './matrices';

/** Elements of a packed weight: inner × cols, without a gap. */
export function packedLength(inner: number, cols: number): number {
  return inner * cols;
}

/**
 * Matrix products over an arena. Packed weights and sums are float64 in both precisions. Every element is summed over the
 * inner index in rising order, so that leading dimensions change no bit.
 */
export function products(data: Elements, packed: Float64Array): ProductKernels {
  let sums = new Float64Array(0);

  /** A row of zeros, as long as one of `to`. */
  const sumsOf = ({ cols }: Handle): Float64Array => {
    if (sums.length < cols) sums = new Float64Array(cols);
    return sums.fill(0, 0, cols);
  };
  const storeSums = (to: Handle, r: number, accumulate: boolean): void => {
    const row = to.offset + r * to.ld;
    if (accumulate) for (let j = 0; j < to.cols; j++) data[row + j] += sums[j];
    else for (let j = 0; j < to.cols; j++) data[row + j] = sums[j];
  };

  return {
    pack(to, from, transposed) {
      const [rowStep, colStep] = transposed ? [1, from.ld] : [from.ld, 1];
      for (let p = 0, at = to.offset; p < to.inner; p++)
        for (let j = 0; j < to.cols; j++) packed[at++] = data[from.offset + p * rowStep + j * colStep];
    },

    matmul(to, a, b, accumulate) {
      for (let r = 0; r < to.rows; r++) {
        const row = sumsOf(to);
        for (let p = 0, at = b.offset; p < b.inner; p++, at += b.cols) {
          const factor = data[a.offset + r * a.ld + p];
          for (let j = 0; j < b.cols; j++) row[j] += factor * packed[at + j];
        }
        storeSums(to, r, accumulate);
      }
    },

    addOuter(to, a, b) {
      for (let i = 0; i < to.rows; i++) {
        const row = sumsOf(to);
        for (let r = 0; r < a.rows; r++) {
          const factor = data[a.offset + r * a.ld + i];
          const from = b.offset + r * b.ld;
          for (let j = 0; j < to.cols; j++) row[j] += factor * data[from + j];
        }
        storeSums(to, i, true);
      }
    },
  };
}
