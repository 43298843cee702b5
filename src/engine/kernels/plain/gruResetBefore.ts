import { sigmoid, tanh } from '../elementary';
import type { Kernels } from '../kernels';
import type { Elements } from './matrices';

/** The element-wise part of the GRU that resets before its product, see `cells/gruResetBefore.ts`; for every build. */
export function gruResetBeforeGates(
  data: Elements,
  indices: Int32Array,
  tiny: number,
): Pick<Kernels, 'gruReset' | 'gruCandidate' | 'gruCandidateBackward' | 'gruResetBackward'> {
  const flush = (value: number): number => (Math.abs(value) < tiny ? 0 : value);

  return {
    gruReset({ gates, kept, hPrev, lengths, t }) {
      const units = kept.cols;
      for (let b = 0; b < kept.rows; b++) {
        const rRow = gates.offset + b * gates.ld;
        const sRow = kept.offset + b * kept.ld;
        const hBefore = hPrev.offset + b * hPrev.ld;
        const active = t < indices[lengths.offset + b];
        for (let j = 0; j < units; j++) {
          const r = (data[rRow + j] = active ? sigmoid(data[rRow + j]) : 0);
          data[rRow + units + j] = active ? sigmoid(data[rRow + units + j]) : 0;
          data[sRow + j] = r * data[hBefore + j];
        }
      }
    },

    gruCandidate({ gates, h, hPrev, lengths, t }) {
      const units = h.cols;
      for (let b = 0; b < h.rows; b++) {
        const zRow = gates.offset + b * gates.ld + units;
        const nRow = zRow + units;
        const hRow = h.offset + b * h.ld;
        const hBefore = hPrev.offset + b * hPrev.ld;
        const active = t < indices[lengths.offset + b];
        for (let j = 0; j < units; j++) {
          const n = (data[nRow + j] = active ? tanh(data[nRow + j]) : 0);
          const before = data[hBefore + j];
          data[hRow + j] = active ? n + data[zRow + j] * (before - n) : before;
        }
      }
    },

    gruCandidateBackward({ da, dh, dhPrev, gates, hPrev, lengths, t }) {
      const units = dh.cols;
      for (let b = 0; b < dh.rows; b++) {
        const daRow = da.offset + b * da.ld;
        const dhRow = dh.offset + b * dh.ld;
        const dhBefore = dhPrev.offset + b * dhPrev.ld;
        const zRow = gates.offset + b * gates.ld + units;
        const hBefore = hPrev.offset + b * hPrev.ld;
        const active = t < indices[lengths.offset + b];
        for (let j = 0; j < units; j++) {
          const z = data[zRow + j];
          const n = data[zRow + units + j];
          const dHidden = data[dhRow + j];
          data[dhBefore + j] += active ? flush(dHidden * z) : dHidden;
          data[daRow + units + j] = active ? flush(dHidden * (data[hBefore + j] - n) * z * (1 - z)) : 0;
          data[daRow + 2 * units + j] = active ? flush(dHidden * (1 - z) * (1 - n * n)) : 0;
        }
      }
    },

    gruResetBackward({ da, recurrent, dhPrev, gates, hPrev }) {
      const units = dhPrev.cols;
      for (let b = 0; b < dhPrev.rows; b++) {
        const daRow = da.offset + b * da.ld;
        const dsRow = recurrent.offset + b * recurrent.ld;
        const dhBefore = dhPrev.offset + b * dhPrev.ld;
        const rRow = gates.offset + b * gates.ld;
        const hBefore = hPrev.offset + b * hPrev.ld;
        // In a row that has ended r is 0, and with it all of this.
        for (let j = 0; j < units; j++) {
          const r = data[rRow + j];
          data[daRow + j] = flush(data[dsRow + j] * data[hBefore + j] * r * (1 - r));
          data[dhBefore + j] += flush(data[dsRow + j] * r);
        }
      }
    },
  };
}
