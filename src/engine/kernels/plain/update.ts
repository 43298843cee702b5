import type { Kernels } from '../kernels';
import type { Elements } from './matrices';

/** The optimisers' element-wise step over an arena, in PyTorch's definitions (see `engine/optimizer.ts`). */
export function update(data: Elements): Pick<Kernels, 'update'> {
  return {
    update(parameter, gradient, first, second, rule) {
      const shrink = 1 - rule.rate * rule.decay;
      let largest = 0;
      for (let r = 0; r < parameter.rows; r++) {
        const p = parameter.offset + r * parameter.ld;
        const d = gradient.offset + r * gradient.ld;
        const m = first.offset + r * first.ld;
        const v = second.offset + r * second.ld;
        for (let j = 0; j < parameter.cols; j++) {
          const g = data[d + j] * rule.gradientScale;
          switch (rule.kind) {
            case 'sgd': {
              const velocity = rule.momentum === 0 ? g : (data[m + j] = rule.momentum * data[m + j] + g);
              data[p + j] = data[p + j] * shrink - rule.rate * velocity;
              break;
            }
            case 'adagrad': {
              const sum = (data[m + j] += g * g);
              data[p + j] = data[p + j] * shrink - (rule.rate * g) / (Math.sqrt(sum) + rule.epsilon);
              break;
            }
            case 'rmsprop': {
              const mean = (data[m + j] = rule.alpha * data[m + j] + (1 - rule.alpha) * g * g);
              data[p + j] = data[p + j] * shrink - (rule.rate * g) / (Math.sqrt(mean) + rule.epsilon);
              break;
            }
            case 'adam': {
              const mean = (data[m + j] = rule.beta1 * data[m + j] + (1 - rule.beta1) * g);
              const square = (data[v + j] = rule.beta2 * data[v + j] + (1 - rule.beta2) * g * g);
              const root = Math.sqrt(square / rule.correction2) + rule.epsilon;
              data[p + j] = data[p + j] * shrink - (rule.rate * (mean / rule.correction1)) / root;
              largest = Math.max(largest, square);
              break;
            }
          }
          largest = Math.max(largest, Math.abs(data[p + j]), Math.abs(data[m + j]));
        }
      }
      return largest;
    },
  };
}
