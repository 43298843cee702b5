import { log } from './kernels/elementary';

/** √(2/e): half the width of the rectangle that encloses the normal density in (u, v). */
const HALF_WIDTH = 0.8577638849607068;

/**
 * The run's seeded random numbers: sfc32, the 32-bit "small fast counting" generator of Chris Doty-Humphrey's PractRand
 * 0.95 (`RNGs::Raw::sfc32`), seeded by its own scheme. Same seed and stream: same bits on every machine.
 */
export class Generator {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  /** `seed` any integer up to 2^53 in magnitude; `stream` tells independent sequences of one seed apart. */
  constructor(seed: number, stream = 0) {
    this.a = seed | 0;
    this.b = Math.floor(seed / 4294967296) | 0;
    this.c = stream | 0;
    this.counter = 1;
    for (let round = 0; round < 15; round++) this.next();
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  uniform(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * Standard normal, by the ratio of uniforms (Kinderman & Monahan 1977): no value is held back between calls, so the
   * saved state is the whole state.
   */
  normal(): number {
    for (;;) {
      const u = 1 - this.uniform();
      const v = HALF_WIDTH * (2 * this.uniform() - 1);
      const x = v / u;
      if (x * x <= -4 * log(u)) return x;
    }
  }

  /** The state, four words; `restore` continues with the same bits. */
  save(): Uint32Array {
    return Uint32Array.of(this.a, this.b, this.c, this.counter);
  }

  restore(state: Uint32Array): void {
    if (state.length !== 4) throw new RangeError(`A generator's state has 4 words, not ${String(state.length)}.`);
    [this.a, this.b, this.c, this.counter] = new Int32Array(state);
  }

  private next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum;
  }
}
