import type { Kernels } from '../kernels';
import { BODY } from './binary';

/** What `assembly/index.ts` exports, named as in `Kernels`: functions of byte addresses, leading dimensions and counts. */
export type SimdExports = Readonly<Record<keyof Kernels, (...args: number[]) => number>>;

const compiled = new Map<string, WebAssembly.Module | null>();

/** The module with this head, compiled once, or null where WebAssembly or what the module uses of it is missing. */
export function compileSimd(head: string): WebAssembly.Module | null {
  if (!compiled.has(head)) compiled.set(head, compile(head));
  return compiled.get(head)!;
}

function compile(head: string): WebAssembly.Module | null {
  if (typeof WebAssembly !== 'object') return null;
  const bytes = Uint8Array.from(atob(head) + atob(BODY), (character) => character.charCodeAt(0));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
}

/** An instance over `memory`. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): SimdExports {
  const abort = (): never => {
    throw new Error('A SIMD kernel aborted.');
  };
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as SimdExports;
}
