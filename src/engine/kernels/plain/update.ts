import type { Kernels } from '../kernels';
import type { Elements } from './matrices';

/** The optimisers' element-wise step over an arena. */
export function update(data: Elements): Pick<Kernels, 'update'> {
  return {
    update(parameter, gradient, m, v, rule) {
      const { rate, gradientScale, first, second, epsilon, correction1, correction2 } = rule;
      const shrink = 1 - rate * rule.decay;
      const keep1 = first ? first.keep : 0;
      const take1 = first ? first.take : 0;
      const keep2 = second ? second.keep : 0;
      const take2 = second ? second.take : 0;
      let largest = 0;
      for (let r = 0; r < parameter.rows; r++) {
        const [p, d] = [parameter.offset + r * parameter.ld, gradient.offset + r * gradient.ld];
        const [mRow, vRow] = [m.offset + r * m.ld, v.offset + r * v.ld];
        for (let j = 0; j < parameter.cols; j++) {
          const g = data[d + j] * gradientScale;
          let direction = g;
          let root = 1;
          if (first) {
            direction = data[mRow + j] = keep1 * data[mRow + j] + take1 * g;
            largest = Math.max(largest, Math.abs(data[mRow + j]));
          }
          if (second) {
            const square = (data[vRow + j] = keep2 * data[vRow + j] + take2 * g * g);
            root = Math.sqrt(square / correction2) + epsilon;
            largest = Math.max(largest, data[vRow + j]);
          }
          data[p + j] = data[p + j] * shrink - (rate * (direction / correction1)) / root;
          largest = Math.max(largest, Math.abs(data[p + j]));
        }
      }
      return largest;
    },
  };
}
