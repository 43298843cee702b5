import { cssColor, mix, type Rgb } from './color';

/** Steps on either side of zero: more than an 8-bit screen can tell apart. */
const HALF = 255;

/**
 * A colour for every value in `[-max, max]`. Zero is exactly the neutral colour (the panel's background); both arms are
 * mixed from it in OKLab, so equal magnitudes look equally strong.
 */
export class DivergingScale {
  /** Packed for an `ImageData` seen as a `Uint32Array` (little-endian ABGR), from −max to +max. */
  private readonly packed = new Uint32Array(2 * HALF + 1);
  private readonly css: string[] = [];
  private readonly bad: number;

  constructor(negative: Rgb, neutral: Rgb, positive: Rgb, notFinite: Rgb) {
    for (let i = -HALF; i <= HALF; i++) {
      const color = mix(neutral, i < 0 ? negative : positive, Math.abs(i) / HALF);
      this.packed[i + HALF] = pack(color);
      this.css.push(cssColor(color));
    }
    this.bad = pack(notFinite);
  }

  /** Index of a value; values beyond the scale take its end. Any non-zero value differs from zero's index by rounding only. */
  private index(value: number, max: number): number {
    if (value === 0 || !(max > 0)) return HALF;
    return HALF + Math.round(Math.max(-1, Math.min(1, value / max)) * HALF);
  }

  pixel(value: number, max: number): number {
    return Number.isFinite(value) ? this.packed[this.index(value, max)]! : this.bad;
  }

  color(value: number, max: number): string {
    return this.css[this.index(Number.isFinite(value) ? value : 0, max)]!;
  }

  /** Stops for a legend, evenly spaced from −max to +max. */
  stops(count: number): readonly string[] {
    return Array.from({ length: count }, (_, i) => this.css[Math.round((i / (count - 1)) * 2 * HALF)]!);
  }
}

function pack({ r, g, b }: Rgb): number {
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

/** Largest finite magnitude, 0 for none. */
export function maxAbs(values: Float32Array | Float64Array): number {
  let max = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > max && size < Infinity) max = size;
  }
  return max;
}
