/** The kernels in plain TypeScript: the reference that faster ones are judged by, and the fallback where they cannot run. */
import type { Kernels, KernelsBuild } from '../kernels';
import { gates } from './gates';
import { losses } from './loss';
import { matrices, type Elements } from './matrices';
import { packedLength, products } from './products';
import { update } from './update';

export function plainKernels(precision: 'float32' | 'float64'): KernelsBuild {
  return {
    precision,
    packedLength,
    bytes: (size) => size.elements * (precision === 'float32' ? 4 : 8) + size.indices * 4 + size.packed * 8,
    allocate(size) {
      const data = precision === 'float32' ? new Float32Array(size.elements) : new Float64Array(size.elements);
      return plainOver(data, new Int32Array(size.indices), new Float64Array(size.packed));
    },
  };
}

/** The kernels over the parts of an arena. */
export function plainOver(data: Elements, indices: Int32Array, packed: Float64Array): Kernels {
  const precision = data instanceof Float32Array ? 'float32' : 'float64';
  return {
    precision,
    ...matrices(data, indices),
    ...products(data, packed),
    ...gates(data, indices, precision === 'float32' ? 1e-30 : 1e-300),
    ...losses(data, indices),
    ...update(data),
  };
}
