import type { KernelsBuild } from './kernels';
import { plainKernels } from './plain/plain';
import { simdKernels } from './simd/simd';

/** The fastest kernels of a precision on this machine: SIMD for float32 where it exists, else plain TypeScript. */
export function fastestKernels(precision: 'float32' | 'float64'): KernelsBuild {
  return (precision === 'float32' ? simdKernels() : null) ?? plainKernels(precision);
}
