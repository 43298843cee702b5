import type { Handle, Kernels } from '../kernels';
import type { SimdExports } from './exports';

/** Loss and optimiser steps. `data`, `indices`: byte addresses. */
export function simdLearning(
  wasm: SimdExports,
  data: number,
  indices: number,
): Pick<Kernels, 'softmaxCrossEntropy' | 'update'> {
  const at = ({ offset }: Handle, row = 0, ld = 0): number => data + (offset + row * ld) * 4;

  return {
    softmaxCrossEntropy(losses, dLogits, logits, targets, scale) {
      const { rows, cols, ld } = logits;
      const ids = indices + targets.offset * 4;
      return wasm.softmaxCrossEntropy(
        at(losses),
        losses.ld,
        at(dLogits),
        dLogits.ld,
        at(logits),
        ld,
        rows,
        cols,
        ids,
        scale,
      );
    },

    update(parameter, gradient, first, second, rule) {
      const { rate, gradientScale: scale, epsilon } = rule;
      const shrink = 1 - rate * rule.decay;
      for (let row = 0; row < parameter.rows; row++) {
        const p = at(parameter, row, parameter.ld);
        const g = at(gradient, row, gradient.ld);
        const m = at(first, row, first.ld);
        const v = at(second, row, second.ld);
        const n = parameter.cols;
        switch (rule.kind) {
          case 'sgd':
            wasm.sgd(p, g, m, n, scale, rate, rule.momentum, shrink);
            break;
          case 'adagrad':
            wasm.scaled(p, g, m, n, scale, rate, 1, 1, epsilon, shrink);
            break;
          case 'rmsprop':
            wasm.scaled(p, g, m, n, scale, rate, rule.alpha, 1 - rule.alpha, epsilon, shrink);
            break;
          case 'adam': {
            const { beta1, beta2, correction1, correction2 } = rule;
            // prettier-ignore
            wasm.adam(p, g, m, v, n, scale, rate, beta1, 1 - beta1, beta2, 1 - beta2, correction1, correction2, epsilon, shrink);
            break;
          }
        }
      }
    },
  };
}
