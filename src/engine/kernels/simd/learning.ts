import type { Handle, Kernels } from '../kernels';
import type { SimdExports } from './exports';

/** Loss and optimiser steps. `data`, `indices`: byte addresses. */
export function simdLearning(
  wasm: SimdExports,
  data: number,
  indices: number,
): Pick<Kernels, 'softmaxCrossEntropy' | 'update'> {
  const at = ({ offset, ld }: Handle, row = 0): number => data + (offset + row * ld) * 4;

  return {
    softmaxCrossEntropy(losses, dLogits, logits, targets, scale) {
      const ids = indices + targets.offset * 4;
      const { rows, cols } = logits;
      // prettier-ignore
      return wasm.softmaxCrossEntropy(
        at(losses), losses.ld, at(dLogits), dLogits.ld, at(logits), logits.ld, rows, cols, ids, scale,
      );
    },

    update(parameter, gradient, first, second, rule) {
      const { kind, rate, gradientScale: scale, momentum, alpha, beta1, beta2, epsilon } = rule;
      const shrink = 1 - rate * rule.decay;
      const step = rate / rule.correction1;
      const root = 1 / Math.sqrt(rule.correction2);
      let largest = 0;
      for (let row = 0; row < parameter.rows; row++) {
        const [p, g] = [at(parameter, row), at(gradient, row)];
        const [m, v] = [at(first, row), at(second, row)];
        const n = parameter.cols;
        // prettier-ignore
        switch (kind) {
          case 'sgd':
            largest = Math.max(largest, wasm.sgd(p, g, m, n, scale, rate, momentum, shrink));
            break;
          case 'adagrad':
            largest = Math.max(largest, wasm.scaled(p, g, m, n, scale, rate, 1, 1, epsilon, shrink));
            break;
          case 'rmsprop':
            largest = Math.max(largest, wasm.scaled(p, g, m, n, scale, rate, alpha, 1 - alpha, epsilon, shrink));
            break;
          case 'adam':
            largest = Math.max(
              largest,
              wasm.adam(p, g, m, v, n, scale, step, root, beta1, 1 - beta1, beta2, 1 - beta2, epsilon, shrink),
            );
            break;
        }
      }
      return largest;
    },
  };
}
