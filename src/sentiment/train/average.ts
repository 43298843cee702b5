import type { NamedArray } from '../../engine/types';

/** A running mean of parameters: of all samples at first, then of about the last `over` (Polyak & Juditsky 1992). */
export class ParameterAverage {
  private mean: readonly { readonly array: NamedArray; readonly data: Float64Array }[] | null = null;
  private count = 0;

  constructor(private readonly over: number) {}

  add(parameters: readonly NamedArray[]): void {
    this.count++;
    const share = 1 / Math.min(this.count, this.over);
    this.mean ??= parameters.map((array) => ({ array, data: new Float64Array(array.data.length) }));
    this.mean.forEach(({ data }, p) => {
      const now = parameters[p]!.data;
      for (let i = 0; i < data.length; i++) data[i]! += share * (now[i]! - data[i]!);
    });
  }

  /** Throws when nothing was added. */
  read(): NamedArray[] {
    return this.mean!.map(({ array, data }) => ({ ...array, data: Float32Array.from(data) }));
  }
}
