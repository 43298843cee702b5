import { sigmoid, tanh } from '../elementary';
import type { Kernels } from '../kernels';
import type { Elements } from './matrices';

/** The element-wise part of the GRU, see `cells/gru.ts`. */
export function gruGates(
  data: Elements,
  indices: Int32Array,
  tiny: number,
): Pick<Kernels, 'gruForward' | 'gruBackward'> {
  const flush = (value: number): number => (Math.abs(value) < tiny ? 0 : value);

  return {
    gruForward({ gates, recurrent, kept, h, hPrev, lengths, t }) {
      const units = h.cols;
      for (let b = 0; b < h.rows; b++) {
        const rRow = gates.offset + b * gates.ld;
        const qRow = kept.offset + b * kept.ld;
        const hRow = h.offset + b * h.ld;
        const hBefore = hPrev.offset + b * hPrev.ld;
        if (t >= indices[lengths.offset + b]) {
          data.copyWithin(hRow, hBefore, hBefore + units);
          data.fill(0, rRow, rRow + gates.cols);
          data.fill(0, qRow, qRow + units);
          continue;
        }
        const sideRow = recurrent.offset + b * recurrent.ld;
        const zRow = rRow + units;
        const nRow = zRow + units;
        for (let j = 0; j < units; j++) {
          const r = (data[rRow + j] = sigmoid(data[rRow + j] + data[sideRow + j]));
          const z = (data[zRow + j] = sigmoid(data[zRow + j] + data[sideRow + units + j]));
          const side = (data[qRow + j] = data[sideRow + 2 * units + j]);
          const n = (data[nRow + j] = tanh(data[nRow + j] + r * side));
          data[hRow + j] = n + z * (data[hBefore + j] - n);
        }
      }
    },

    gruBackward({ da, daRecurrent, dh, dhPrev, gates, kept, hPrev, lengths, t }) {
      const units = dh.cols;
      for (let b = 0; b < dh.rows; b++) {
        const daRow = da.offset + b * da.ld;
        const sideRow = daRecurrent.offset + b * daRecurrent.ld;
        const dhRow = dh.offset + b * dh.ld;
        const dhBefore = dhPrev.offset + b * dhPrev.ld;
        if (t >= indices[lengths.offset + b]) {
          for (let j = 0; j < units; j++) data[dhBefore + j] += data[dhRow + j];
          data.fill(0, daRow, daRow + da.cols);
          data.fill(0, sideRow, sideRow + daRecurrent.cols);
          continue;
        }
        const gatesRow = gates.offset + b * gates.ld;
        const qRow = kept.offset + b * kept.ld;
        const hBefore = hPrev.offset + b * hPrev.ld;
        for (let j = 0; j < units; j++) {
          const r = data[gatesRow + j];
          const z = data[gatesRow + units + j];
          const n = data[gatesRow + 2 * units + j];
          const side = data[qRow + j];
          const dHidden = data[dhRow + j];
          const daN = dHidden * (1 - z) * (1 - n * n);
          const daR = flush(daN * side * r * (1 - r));
          const daZ = flush(dHidden * (data[hBefore + j] - n) * z * (1 - z));
          data[dhBefore + j] += flush(dHidden * z);
          data[daRow + j] = data[sideRow + j] = daR;
          data[daRow + units + j] = data[sideRow + units + j] = daZ;
          data[daRow + 2 * units + j] = flush(daN);
          data[sideRow + 2 * units + j] = flush(daN * r);
        }
      }
    },
  };
}
