import { exp, log } from '../elementary';
import type { LossKernels } from '../kernels';
import type { Elements } from './matrices';

/** The losses over an arena. */
export function losses(data: Elements, indices: Int32Array): LossKernels {
  return {
    softmaxCrossEntropy(losses, dLogits, logits, targets, scale) {
      let total = 0;
      for (let r = 0; r < logits.rows; r++) {
        const row = logits.offset + r * logits.ld;
        const dRow = dLogits.offset + r * dLogits.ld;
        const target = indices[targets.offset + r];
        if (target < 0) {
          data.fill(0, dRow, dRow + dLogits.cols);
          data[losses.offset + r * losses.ld] = 0;
          continue;
        }
        let max = data[row];
        for (let j = 1; j < logits.cols; j++) if (data[row + j] > max) max = data[row + j];
        let sum = 0;
        for (let j = 0; j < logits.cols; j++) sum += data[dRow + j] = exp(data[row + j] - max);
        // Never -ln(p): a probability that underflows would make the loss infinite.
        const nats = max + log(sum) - data[row + target];
        const factor = scale / sum;
        for (let j = 0; j < logits.cols; j++) data[dRow + j] *= factor;
        data[dRow + target] -= scale;
        data[losses.offset + r * losses.ld] = nats;
        total += nats;
      }
      return total;
    },

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
