import { BODY } from './binary';

/** What the module of `assembly/index.ts` exports: functions of byte addresses, leading dimensions and counts. */
export interface SimdExports {
  pack(...args: number[]): void;
  matmul(...args: number[]): void;
  addOuter(...args: number[]): void;
  rnnForward(...args: number[]): void;
  rnnBackward(...args: number[]): void;
  lstmForward(...args: number[]): void;
  lstmBackward(...args: number[]): void;
  gruForward(...args: number[]): void;
  gruBackward(...args: number[]): void;
  softmaxCrossEntropy(...args: number[]): number;
  sgd(...args: number[]): number;
  scaled(...args: number[]): number;
  adam(...args: number[]): number;
  add(...args: number[]): void;
  addRow(...args: number[]): void;
  sumRows(...args: number[]): void;
  scatterAdd(...args: number[]): void;
  sumSquares(...args: number[]): number;
}

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
