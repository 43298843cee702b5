/** The kernels on WebAssembly SIMD, float32: what training runs on wherever it can. */
import type { ArenaSize, Kernels, KernelsBuild } from '../kernels';
import { gruResetBeforeGates } from '../plain/gruResetBefore';
import { matrices } from '../plain/matrices';
import { squaredError } from '../plain/squaredError';
import { HEAD, HEAP_BASE, SHARED_HEAD } from './binary';
import { compileSimd, instantiate } from './exports';
import { simdGates } from './gates';
import { simdLearning } from './learning';
import { packedLength, SCRATCH_BYTES, simdProducts } from './products';

/** A build whose arena may be worked on by several threads, each with kernels of its own. */
export interface SharedKernelsBuild extends KernelsBuild {
  /** A zeroed arena, fit to be posted to other threads. */
  memory(size: ArenaSize): WebAssembly.Memory;
  /** The kernels of one of the threads over such an arena, which is left as it is. */
  attach(size: ArenaSize, memory: WebAssembly.Memory, thread: number): Kernels;
}

/** Threads that may work on one arena: each has a scratch panel of its own. */
const THREADS = 2;

/** Gradients below it become zero, as in the assembly. */
const TINY = 1e-30;

const PAGE = 65536;
const LINE = 64;
const toLine = (bytes: number): number => Math.ceil(bytes / LINE) * LINE;

/** The SIMD build, or null where this machine cannot run it. */
export function simdKernels(): KernelsBuild | null {
  const module = compileSimd(HEAD);
  if (!module) return null;
  // All of it at once: a view does not survive growth.
  const memory = (size: ArenaSize) => new WebAssembly.Memory({ initial: pagesOf(size) });
  return { ...common, allocate: (size) => attach(module, size, memory(size), 0) };
}

/** The same over memory that threads share, to the same bits; null where threads cannot share any. */
export function sharedSimdKernels(): SharedKernelsBuild | null {
  const module = typeof SharedArrayBuffer === 'function' ? compileSimd(SHARED_HEAD) : null;
  if (!module) return null;
  const memory = (size: ArenaSize) =>
    new WebAssembly.Memory({ initial: pagesOf(size), maximum: pagesOf(size), shared: true });
  return {
    ...common,
    memory,
    attach: (size, shared, thread) => attach(module, size, shared, thread),
    allocate: (size) => attach(module, size, memory(size), 0),
  };
}

const common = {
  precision: 'float32',
  packedLength,
  bytes: ({ elements, indices, packed }: ArenaSize) => (elements + indices + packed) * 4 + THREADS * SCRATCH_BYTES,
} as const;

/** Byte addresses of the arena's parts. */
function places({ elements, indices, packed }: ArenaSize) {
  const data = toLine(HEAP_BASE);
  const runs = toLine(data + elements * 4);
  const weights = toLine(runs + indices * 4);
  const scratch = toLine(weights + packed * 4);
  return { data, runs, weights, scratch, end: scratch + THREADS * SCRATCH_BYTES };
}

function pagesOf(size: ArenaSize): number {
  return Math.ceil(places(size).end / PAGE);
}

function attach(module: WebAssembly.Module, size: ArenaSize, memory: WebAssembly.Memory, thread: number): Kernels {
  const wasm = instantiate(module, memory);
  const { data, runs, weights, scratch } = places(size);
  const values = new Float32Array(memory.buffer, data, size.elements);
  const indices = new Int32Array(memory.buffer, runs, size.indices);
  return {
    precision: 'float32',
    ...matrices(values, indices),
    ...squaredError(values, indices),
    ...gruResetBeforeGates(values, indices, TINY),
    ...simdProducts(wasm, data, runs, weights, scratch + thread * SCRATCH_BYTES),
    ...simdGates(wasm, data, runs),
    ...simdLearning(wasm, data, runs),
  };
}
