/** The kernels on WebAssembly SIMD, float32: what training runs on wherever it can. */
import type { ArenaSize, Kernels, KernelsBuild } from '../kernels';
import { plainOver } from '../plain/plain';
import { BODY, HEAD, HEAP_BASE, SHARED_HEAD } from './binary';
import { packedLength, SCRATCH_BYTES, simdCalls, type SimdExports } from './calls';

/** A build whose arena may be worked on by several threads, each with kernels of its own. */
export interface SharedKernelsBuild extends KernelsBuild {
  /** A zeroed arena, fit to be posted to other threads. */
  memory(size: ArenaSize): WebAssembly.Memory;
  /** The kernels of one of the threads over such an arena, which is left as it is. */
  attach(size: ArenaSize, memory: WebAssembly.Memory, thread: number): Kernels;
}

/** Threads that may work on one arena: each has a scratch panel of its own. */
const THREADS = 2;

const PAGE = 65536;
const LINE = 64;
const toLine = (bytes: number): number => Math.ceil(bytes / LINE) * LINE;

/** The SIMD build, or null where this machine cannot run it. */
export function simdKernels(): KernelsBuild | null {
  return buildOf(HEAD, false);
}

/** The same over memory that threads share, to the same bits; null where threads cannot share any. */
export function sharedSimdKernels(): SharedKernelsBuild | null {
  return typeof SharedArrayBuffer === 'function' ? buildOf(SHARED_HEAD, true) : null;
}

function buildOf(head: string, shared: boolean): SharedKernelsBuild | null {
  if (!compiled.has(head)) compiled.set(head, compile(head));
  const module = compiled.get(head);
  if (!module) return null;
  const memory = (size: ArenaSize): WebAssembly.Memory => {
    // All of it at once: a view does not survive growth.
    const pages = Math.ceil(placesOf(size).end / PAGE);
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  };
  return {
    precision: 'float32',
    packedLength,
    bytes: ({ elements, indices, packed }) => (elements + indices + packed) * 4 + THREADS * SCRATCH_BYTES,
    memory,
    attach: (size, own, thread) => attach(module, size, own, thread),
    allocate: (size) => attach(module, size, memory(size), 0),
  };
}

const compiled = new Map<string, WebAssembly.Module | null>();

/** The module with this head, or null where WebAssembly or what the module uses of it is missing. */
function compile(head: string): WebAssembly.Module | null {
  if (typeof WebAssembly !== 'object') return null;
  const bytes = Uint8Array.from(atob(head) + atob(BODY), (character) => character.charCodeAt(0));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
}

/** Byte addresses of the arena's parts. */
function placesOf(size: ArenaSize) {
  const data = toLine(HEAP_BASE);
  const indices = toLine(data + size.elements * 4);
  const packed = toLine(indices + size.indices * 4);
  const scratch = toLine(packed + size.packed * 4);
  return { data, indices, packed, scratch, end: scratch + THREADS * SCRATCH_BYTES };
}

/** The kernels of the module, and the plain ones for what is never the slow part. */
function attach(module: WebAssembly.Module, size: ArenaSize, memory: WebAssembly.Memory, thread: number): Kernels {
  const abort = (): never => {
    throw new Error('A SIMD kernel aborted.');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const places = placesOf(size);
  const values = new Float32Array(memory.buffer, places.data, size.elements);
  const indices = new Int32Array(memory.buffer, places.indices, size.indices);
  const own = { ...places, scratch: places.scratch + thread * SCRATCH_BYTES };
  const plain = plainOver(values, indices, new Float64Array(0));
  return { ...plain, ...simdCalls(exports as unknown as SimdExports, memory, own) };
}
