/** The vectors of words, by the ids of a `WordFormTable`. */
export class WordVectors {
  /** `data`: V × E. */
  constructor(
    readonly data: Float32Array,
    readonly size: number,
  ) {}

  /** The vectors of some words one after another, T × E. */
  sequence(ids: ArrayLike<number>): Float32Array {
    const { data, size } = this;
    const sequence = new Float32Array(ids.length * size);
    for (let t = 0; t < ids.length; t++) sequence.set(data.subarray(ids[t]! * size, (ids[t]! + 1) * size), t * size);
    return sequence;
  }

  /**
   * The mean vector of some words, 1 × E. They are added up in the order of their ids, whatever order they stand in:
   * floating-point sums depend on it, and a bag must not.
   */
  bag(ids: ArrayLike<number>): Float32Array {
    const { data, size } = this;
    const sum = new Float64Array(size);
    for (const id of Int32Array.from(ids).sort()) for (let e = 0; e < size; e++) sum[e]! += data[id * size + e]!;
    return Float32Array.from(sum, (value) => value / Math.max(1, ids.length));
  }
}
