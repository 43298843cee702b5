/** The kernels on WebAssembly SIMD, float32: what training runs on wherever it can. */
import type { KernelsBuild } from '../kernels';
import { matrices } from '../plain/matrices';
import { compileSimd, instantiate } from './exports';
import { simdGates } from './gates';
import { simdLearning } from './learning';
import { packedLength, SCRATCH_BYTES, simdProducts } from './products';

const PAGE = 65536;
const LINE = 64;
const toLine = (bytes: number): number => Math.ceil(bytes / LINE) * LINE;

/** The SIMD build, or null where this machine cannot run it. */
export function simdKernels(): KernelsBuild | null {
  const module = compileSimd();
  if (!module) return null;
  return {
    precision: 'float32',
    packedLength,
    bytes: ({ elements, indices, packed }) => (elements + indices + packed) * 4 + SCRATCH_BYTES,
    allocate({ elements, indices, packed }) {
      // Grown once, before any view exists: a view does not survive growth.
      const memory = new WebAssembly.Memory({ initial: 1 });
      const wasm = instantiate(module, memory);
      const dataAt = toLine(wasm.heapBase());
      const indicesAt = toLine(dataAt + elements * 4);
      const packedAt = toLine(indicesAt + indices * 4);
      const scratchAt = toLine(packedAt + packed * 4);
      memory.grow(Math.ceil((scratchAt + SCRATCH_BYTES) / PAGE));
      const data = new Float32Array(memory.buffer, dataAt, elements);
      const runs = new Int32Array(memory.buffer, indicesAt, indices);
      return {
        precision: 'float32',
        ...matrices(data, runs),
        ...simdProducts(wasm, dataAt, indicesAt, packedAt, scratchAt),
        ...simdGates(wasm, dataAt, indicesAt),
        ...simdLearning(wasm, dataAt, indicesAt),
      };
    },
  };
}
