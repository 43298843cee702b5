import { sigmoid, tanh } from '../elementary';
import type { Kernels } from '../kernels';
import type { Elements } from './matrices';

/** The element-wise part of the LSTM, see `cells/lstm.ts`. */
export function lstmGates(
  data: Elements,
  indices: Int32Array,
  tiny: number,
): Pick<Kernels, 'lstmForward' | 'lstmBackward'> {
  const flush = (value: number): number => (Math.abs(value) < tiny ? 0 : value);

  return {
    lstmForward({ gates, kept, h, c, hPrev, cPrev, lengths, t }) {
      const units = h.cols;
      for (let b = 0; b < h.rows; b++) {
        const iRow = gates.offset + b * gates.ld;
        const hRow = h.offset + b * h.ld;
        const cRow = c.offset + b * c.ld;
        const tauRow = kept.offset + b * kept.ld;
        const cBefore = cPrev.offset + b * cPrev.ld;
        if (t >= indices[lengths.offset + b]) {
          const hBefore = hPrev.offset + b * hPrev.ld;
          data.copyWithin(hRow, hBefore, hBefore + units);
          data.copyWithin(cRow, cBefore, cBefore + units);
          data.fill(0, iRow, iRow + gates.cols);
          data.fill(0, tauRow, tauRow + units);
          continue;
        }
        const fRow = iRow + units;
        const gRow = fRow + units;
        const oRow = gRow + units;
        for (let j = 0; j < units; j++) {
          const i = (data[iRow + j] = sigmoid(data[iRow + j]));
          const f = (data[fRow + j] = sigmoid(data[fRow + j]));
          const g = (data[gRow + j] = tanh(data[gRow + j]));
          const o = (data[oRow + j] = sigmoid(data[oRow + j]));
          const memory = f * data[cBefore + j] + i * g;
          const squashed = tanh(memory);
          data[cRow + j] = memory;
          data[tauRow + j] = squashed;
          data[hRow + j] = o * squashed;
        }
      }
    },

    lstmBackward({ da, dh, dc, dhPrev, dcPrev, gates, kept, cPrev, lengths, t }) {
      const units = dh.cols;
      for (let b = 0; b < dh.rows; b++) {
        const daRow = da.offset + b * da.ld;
        const dhRow = dh.offset + b * dh.ld;
        const dcRow = dc.offset + b * dc.ld;
        const dcBefore = dcPrev.offset + b * dcPrev.ld;
        if (t >= indices[lengths.offset + b]) {
          const dhBefore = dhPrev.offset + b * dhPrev.ld;
          for (let j = 0; j < units; j++) {
            data[dhBefore + j] += data[dhRow + j];
            data[dcBefore + j] += data[dcRow + j];
          }
          data.fill(0, daRow, daRow + da.cols);
          continue;
        }
        const gatesRow = gates.offset + b * gates.ld;
        const tauRow = kept.offset + b * kept.ld;
        const cBefore = cPrev.offset + b * cPrev.ld;
        for (let j = 0; j < units; j++) {
          const i = data[gatesRow + j];
          const f = data[gatesRow + units + j];
          const g = data[gatesRow + 2 * units + j];
          const o = data[gatesRow + 3 * units + j];
          const squashed = data[tauRow + j];
          const dHidden = data[dhRow + j];
          const dMemory = data[dcRow + j] + dHidden * o * (1 - squashed * squashed);
          data[dcRow + j] = dMemory;
          data[dcBefore + j] += flush(dMemory * f);
          data[daRow + j] = flush(dMemory * g * i * (1 - i));
          data[daRow + units + j] = flush(dMemory * data[cBefore + j] * f * (1 - f));
          data[daRow + 2 * units + j] = flush(dMemory * i * (1 - g * g));
          data[daRow + 3 * units + j] = flush(dHidden * squashed * o * (1 - o));
        }
      }
    },
  };
}
