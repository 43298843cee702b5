import type { Kernels } from '../kernels';
import type { Elements } from './matrices';

/** The optimisers' element-wise step over an arena. */
export function update(data: Elements): Pick<Kernels, 'update'> {
  return {
    update(parameter, gradient, m, v, { first, second, ...rule }) {
      const shrink = 1 - rule.rate * rule.decay;
      let largest = 0;
      for (let r = 0; r < parameter.rows; r++) {
        const [p, d] = [parameter.offset + r * parameter.ld, gradient.offset + r * gradient.ld];
        const [mRow, vRow] = [m.offset + r * m.ld, v.offset + r * v.ld];
        for (let j = 0; j < parameter.cols; j++) {
          const g = data[d + j] * rule.gradientScale;
          const direction = first ? (data[mRow + j] = first.keep * data[mRow + j] + first.take * g) : g;
          const square = second && (data[vRow + j] = second.keep * data[vRow + j] + second.take * g * g);
          const root = square === null ? 1 : Math.sqrt(square / rule.correction2) + rule.epsilon;
          data[p + j] = data[p + j] * shrink - (rule.rate * (direction / rule.correction1)) / root;
          largest = Math.max(largest, Math.abs(data[p + j]));
          if (first) largest = Math.max(largest, Math.abs(data[mRow + j]));
          if (second) largest = Math.max(largest, data[vRow + j]);
        }
      }
      return largest;
    },
  };
}
