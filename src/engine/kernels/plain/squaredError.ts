import type { Kernels } from '../kernels';
import type { Elements } from './matrices';

/** Mean-squared error over an arena, for every build: it is never the slow part. */
export function squaredError(data: Elements, indices: Int32Array): Pick<Kernels, 'squaredError'> {
  return {
    squaredError(losses, dOutputs, outputs, wanted, targets, scale) {
      let total = 0;
      for (let r = 0; r < outputs.rows; r++) {
        const row = outputs.offset + r * outputs.ld;
        const dRow = dOutputs.offset + r * dOutputs.ld;
        const wantedRow = wanted.offset + r * wanted.ld;
        const there = indices[targets.offset + r] >= 0;
        let sum = 0;
        for (let j = 0; j < outputs.cols; j++) {
          const error = there ? data[row + j] - data[wantedRow + j] : 0;
          data[dRow + j] = ((2 * error) / outputs.cols) * scale;
          sum += error * error;
        }
        const loss = sum / outputs.cols;
        data[losses.offset + r * losses.ld] = loss;
        total += loss;
      }
      return total;
    },
  };
}
