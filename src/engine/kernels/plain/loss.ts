import { exp, log } from '../elementary';
import type { Kernels } from '../kernels';
import type { Elements } from './matrices';

/** Softmax cross-entropy over an arena. */
export function loss(data: Elements, indices: Int32Array): Pick<Kernels, 'softmaxCrossEntropy'> {
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
        for (let j = 0; j < logits.cols; j++) {
          const weight = exp(data[row + j] - max);
          data[dRow + j] = weight;
          sum += weight;
        }
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
  };
}
