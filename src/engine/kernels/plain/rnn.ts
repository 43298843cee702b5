import { tanh } from '../elementary';
import type { Kernels } from '../kernels';
import type { Elements } from './matrices';

/** The element-wise part of the vanilla cell, see `cells/rnn.ts`. */
export function rnnGates(
  data: Elements,
  indices: Int32Array,
  tiny: number,
): Pick<Kernels, 'rnnForward' | 'rnnBackward'> {
  return {
    rnnForward({ gates, h, hPrev, lengths, t }, activation) {
      for (let b = 0; b < h.rows; b++) {
        const aRow = gates.offset + b * gates.ld;
        const hRow = h.offset + b * h.ld;
        if (t >= indices[lengths.offset + b]) {
          const before = hPrev.offset + b * hPrev.ld;
          data.copyWithin(hRow, before, before + h.cols);
          continue;
        }
        if (activation === 'tanh') for (let j = 0; j < h.cols; j++) data[hRow + j] = tanh(data[aRow + j]);
        // Written so that NaN stays NaN.
        else for (let j = 0; j < h.cols; j++) data[hRow + j] = data[aRow + j] < 0 ? 0 : data[aRow + j];
      }
    },

    rnnBackward({ da, dh, dhPrev, h, lengths, t }, activation) {
      for (let b = 0; b < h.rows; b++) {
        const daRow = da.offset + b * da.ld;
        const dhRow = dh.offset + b * dh.ld;
        const hRow = h.offset + b * h.ld;
        if (t >= indices[lengths.offset + b]) {
          const before = dhPrev.offset + b * dhPrev.ld;
          for (let j = 0; j < h.cols; j++) data[before + j] += data[dhRow + j];
          data.fill(0, daRow, daRow + da.cols);
          continue;
        }
        for (let j = 0; j < h.cols; j++) {
          const value = data[hRow + j];
          const slope = activation === 'tanh' ? 1 - value * value : value > 0 ? 1 : 0;
          const gradient = data[dhRow + j] * slope;
          data[daRow + j] = Math.abs(gradient) < tiny ? 0 : gradient;
        }
      }
    },
  };
}
