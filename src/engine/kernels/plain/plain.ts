/** The kernels in plain TypeScript: the reference that faster ones are judged by, and the fallback where they cannot run. */
import type { KernelsBuild } from '../kernels';
import { gruGates } from './gru';
import { gruResetBeforeGates } from './gruResetBefore';
import { loss } from './loss';
import { lstmGates } from './lstm';
import { matrices } from './matrices';
import { packedLength, products } from './products';
import { rnnGates } from './rnn';
import { squaredError } from './squaredError';
import { update } from './update';

export function plainKernels(precision: 'float32' | 'float64'): KernelsBuild {
  return {
    precision,
    packedLength,
    bytes: (size) => size.elements * (precision === 'float32' ? 4 : 8) + size.indices * 4 + size.packed * 8,
    allocate(size) {
      const data = precision === 'float32' ? new Float32Array(size.elements) : new Float64Array(size.elements);
      const indices = new Int32Array(size.indices);
      const packed = new Float64Array(size.packed);
      const tiny = precision === 'float32' ? 1e-30 : 1e-300;
      return {
        precision,
        ...matrices(data, indices),
        ...products(data, packed),
        ...rnnGates(data, indices, tiny),
        ...lstmGates(data, indices, tiny),
        ...gruGates(data, indices, tiny),
        ...gruResetBeforeGates(data, indices, tiny),
        ...loss(data, indices),
        ...squaredError(data, indices),
        ...update(data),
      };
    },
  };
}
