/** The element-wise parts of the recurrent cells, one timestep each: equations in `cells/`. */
import { rowsOf } from '../../arena';
import { sigmoid, tanh } from '../elementary';
import type { GateKernels, GateStep, Handle } from '../kernels';
import { matrices, type Elements } from './matrices';

/** |gradients| below `tiny` become zero. */
export function gates(data: Elements, indices: Int32Array, tiny: number): GateKernels {
  const { add, copy, fill } = matrices(data, indices);
  const flush = (value: number): number => (Math.abs(value) < tiny ? 0 : value);
  const at = ({ offset, ld }: Handle, b: number): number => offset + b * ld;
  const row = (of: Handle, b: number): Handle => rowsOf(of, b, 1);
  const ended = (s: GateStep, b: number): boolean => s.t >= indices[s.lengths.offset + b];

  /** Whether row b has ended; if so it keeps its state and has no gates. */
  const carriedForward = (s: GateStep, b: number): boolean => {
    if (!ended(s, b)) return false;
    copy(row(s.h, b), row(s.hPrev, b));
    copy(row(s.c, b), row(s.cPrev, b));
    fill(row(s.gates, b), 0);
    fill(row(s.kept, b), 0);
    return true;
  };
  /** The same on the way back: the row passes the gradients of its states on. */
  const carriedBack = (s: GateStep, b: number): boolean => {
    if (!ended(s, b)) return false;
    add(row(s.dhPrev, b), row(s.dh, b));
    add(row(s.dcPrev, b), row(s.dc, b));
    fill(row(s.da, b), 0);
    fill(row(s.daRecurrent, b), 0);
    return true;
  };

  return {
    rnnForward(s, activation) {
      for (let b = 0; b < s.h.rows; b++) {
        if (carriedForward(s, b)) continue;
        const [a, h] = [at(s.gates, b), at(s.h, b)];
        if (activation === 'tanh') for (let j = 0; j < s.h.cols; j++) data[h + j] = tanh(data[a + j]);
        // Written so that NaN stays NaN.
        else for (let j = 0; j < s.h.cols; j++) data[h + j] = data[a + j] < 0 ? 0 : data[a + j];
      }
    },

    rnnBackward(s, activation) {
      for (let b = 0; b < s.h.rows; b++) {
        if (carriedBack(s, b)) continue;
        const [da, dh, h] = [at(s.da, b), at(s.dh, b), at(s.h, b)];
        for (let j = 0; j < s.h.cols; j++) {
          const value = data[h + j];
          const slope = activation === 'tanh' ? 1 - value * value : value > 0 ? 1 : 0;
          data[da + j] = flush(data[dh + j] * slope);
        }
      }
    },

    lstmForward(s) {
      const H = s.h.cols;
      for (let b = 0; b < s.h.rows; b++) {
        if (carriedForward(s, b)) continue;
        const [iAt, tau, h, c, cPrev] = [at(s.gates, b), at(s.kept, b), at(s.h, b), at(s.c, b), at(s.cPrev, b)];
        const [fAt, gAt, oAt] = [iAt + H, iAt + 2 * H, iAt + 3 * H];
        for (let j = 0; j < H; j++) {
          const i = (data[iAt + j] = sigmoid(data[iAt + j]));
          const f = (data[fAt + j] = sigmoid(data[fAt + j]));
          const g = (data[gAt + j] = tanh(data[gAt + j]));
          const o = (data[oAt + j] = sigmoid(data[oAt + j]));
          const memory = f * data[cPrev + j] + i * g;
          const squashed = tanh(memory);
          data[c + j] = memory;
          data[tau + j] = squashed;
          data[h + j] = o * squashed;
        }
      }
    },

    lstmBackward(s) {
      const H = s.h.cols;
      for (let b = 0; b < s.h.rows; b++) {
        if (carriedBack(s, b)) continue;
        const [gate, tau, cPrev] = [at(s.gates, b), at(s.kept, b), at(s.cPrev, b)];
        const [da, dh, dc, dcPrev] = [at(s.da, b), at(s.dh, b), at(s.dc, b), at(s.dcPrev, b)];
        for (let j = 0; j < H; j++) {
          const i = data[gate + j];
          const f = data[gate + H + j];
          const g = data[gate + 2 * H + j];
          const o = data[gate + 3 * H + j];
          const squashed = data[tau + j];
          const dHidden = data[dh + j];
          const dMemory = data[dc + j] + dHidden * o * (1 - squashed * squashed);
          data[dc + j] = dMemory;
          data[dcPrev + j] += flush(dMemory * f);
          data[da + j] = flush(dMemory * g * i * (1 - i));
          data[da + H + j] = flush(dMemory * data[cPrev + j] * f * (1 - f));
          data[da + 2 * H + j] = flush(dMemory * i * (1 - g * g));
          data[da + 3 * H + j] = flush(dHidden * squashed * o * (1 - o));
        }
      }
    },

    gruForward(s) {
      const H = s.h.cols;
      for (let b = 0; b < s.h.rows; b++) {
        if (carriedForward(s, b)) continue;
        const [rAt, side, q] = [at(s.gates, b), at(s.recurrent, b), at(s.kept, b)];
        const [zAt, nAt, h, hPrev] = [rAt + H, rAt + 2 * H, at(s.h, b), at(s.hPrev, b)];
        for (let j = 0; j < H; j++) {
          const r = (data[rAt + j] = sigmoid(data[rAt + j] + data[side + j]));
          const z = (data[zAt + j] = sigmoid(data[zAt + j] + data[side + H + j]));
          const product = (data[q + j] = data[side + 2 * H + j]);
          const n = (data[nAt + j] = tanh(data[nAt + j] + r * product));
          data[h + j] = n + z * (data[hPrev + j] - n);
        }
      }
    },

    gruBackward(s) {
      const H = s.h.cols;
      for (let b = 0; b < s.h.rows; b++) {
        if (carriedBack(s, b)) continue;
        const [gate, q, hPrev] = [at(s.gates, b), at(s.kept, b), at(s.hPrev, b)];
        const [da, side, dh, dhPrev] = [at(s.da, b), at(s.daRecurrent, b), at(s.dh, b), at(s.dhPrev, b)];
        for (let j = 0; j < H; j++) {
          const r = data[gate + j];
          const z = data[gate + H + j];
          const n = data[gate + 2 * H + j];
          const dHidden = data[dh + j];
          const daN = dHidden * (1 - z) * (1 - n * n);
          data[dhPrev + j] += flush(dHidden * z);
          data[da + j] = data[side + j] = flush(daN * data[q + j] * r * (1 - r));
          data[da + H + j] = data[side + H + j] = flush(dHidden * (data[hPrev + j] - n) * z * (1 - z));
          data[da + 2 * H + j] = flush(daN);
          data[side + 2 * H + j] = flush(daN * r);
        }
      }
    },

    gruReset(s) {
      const H = s.h.cols;
      for (let b = 0; b < s.h.rows; b++) {
        if (carriedForward(s, b)) continue;
        const [rAt, product, hPrev] = [at(s.gates, b), at(s.kept, b), at(s.hPrev, b)];
        for (let j = 0; j < H; j++) {
          const r = (data[rAt + j] = sigmoid(data[rAt + j]));
          data[rAt + H + j] = sigmoid(data[rAt + H + j]);
          data[product + j] = r * data[hPrev + j];
        }
      }
    },

    gruCandidate(s) {
      const H = s.h.cols;
      for (let b = 0; b < s.h.rows; b++) {
        if (carriedForward(s, b)) continue;
        const [zAt, h, hPrev] = [at(s.gates, b) + H, at(s.h, b), at(s.hPrev, b)];
        for (let j = 0; j < H; j++) {
          const n = (data[zAt + H + j] = tanh(data[zAt + H + j]));
          data[h + j] = n + data[zAt + j] * (data[hPrev + j] - n);
        }
      }
    },

    gruCandidateBackward(s) {
      const H = s.h.cols;
      for (let b = 0; b < s.h.rows; b++) {
        if (carriedBack(s, b)) continue;
        const [zAt, hPrev] = [at(s.gates, b) + H, at(s.hPrev, b)];
        const [da, dh, dhPrev] = [at(s.da, b), at(s.dh, b), at(s.dhPrev, b)];
        for (let j = 0; j < H; j++) {
          const z = data[zAt + j];
          const n = data[zAt + H + j];
          const dHidden = data[dh + j];
          data[dhPrev + j] += flush(dHidden * z);
          data[da + H + j] = flush(dHidden * (data[hPrev + j] - n) * z * (1 - z));
          data[da + 2 * H + j] = flush(dHidden * (1 - z) * (1 - n * n));
        }
      }
    },

    gruResetBackward(s) {
      // In a row that has ended r is 0, and with it all of this.
      for (let b = 0; b < s.h.rows; b++) {
        const [rAt, hPrev] = [at(s.gates, b), at(s.hPrev, b)];
        const [da, ds, dhPrev] = [at(s.da, b), at(s.recurrent, b), at(s.dhPrev, b)];
        for (let j = 0; j < s.h.cols; j++) {
          const r = data[rAt + j];
          data[da + j] = flush(data[ds + j] * data[hPrev + j] * r * (1 - r));
          data[dhPrev + j] += flush(data[ds + j] * r);
        }
      }
    },
  };
}
