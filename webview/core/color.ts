/**
 * Colour arithmetic in OKLab (Ottosson 2020), where equal steps look equal: a diverging scale mixed there has no
 * bright or dark band of its own, so what is seen is the data.
 */

/** Red, green, blue in 0..255, and opacity in 0..1. */
export interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
}

/** Reads `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb()` and `rgba()`: what theme variables hold. Null for anything else. */
export function parseColor(text: string): Rgb | null {
  const value = text.trim();
  const hex = /^#([0-9a-f]{3,8})$/i.exec(value)?.[1];
  if (hex !== undefined) {
    const wide = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex;
    if (wide.length !== 6 && wide.length !== 8) return null;
    const byte = (at: number) => parseInt(wide.slice(at, at + 2), 16);
    return { r: byte(0), g: byte(2), b: byte(4), a: wide.length === 8 ? byte(6) / 255 : 1 };
  }
  const parts = /^rgba?\(([^)]+)\)$/i
    .exec(value)?.[1]
    ?.split(/[\s,/]+/)
    .filter(Boolean);
  if (!parts || parts.length < 3) return null;
  const channel = (part: string | undefined, full: number) =>
    part === undefined ? NaN : part.endsWith('%') ? (parseFloat(part) / 100) * full : parseFloat(part);
  const [r, g, b] = parts.slice(0, 3).map((part) => channel(part, 255)) as [number, number, number];
  const a = parts.length > 3 ? channel(parts[3], 1) : 1;
  return [r, g, b, a].every(Number.isFinite) ? { r, g, b, a } : null;
}

/** `rgb()` text for a canvas. */
export function cssColor({ r, g, b, a }: Rgb): string {
  return `rgba(${Math.round(r)}, ${Math.round(g)}, ${Math.round(b)}, ${a})`;
}

/** The colour seen when `top` lies on an opaque `bottom`. */
export function over(top: Rgb, bottom: Rgb): Rgb {
  const blend = (x: number, y: number) => x * top.a + y * (1 - top.a);
  return { r: blend(top.r, bottom.r), g: blend(top.g, bottom.g), b: blend(top.b, bottom.b), a: 1 };
}

type Triple = readonly [number, number, number];

const linear = (byte: number) => {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};
const gamma = (c: number) =>
  Math.min(255, Math.max(0, 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055)));

/** Lightness, green-red and blue-yellow. */
function toOklab({ r, g, b }: Rgb): Triple {
  const [lr, lg, lb] = [linear(r), linear(g), linear(b)];
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Triple): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    r: gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    g: gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    b: gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
    a: 1,
  };
}

/** The colour `share` of the way from `from` to `to`, both opaque. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  if (share <= 0) return { ...from, a: 1 };
  if (share >= 1) return { ...to, a: 1 };
  const [x, y] = [toOklab(from), toOklab(to)];
  const between = (i: 0 | 1 | 2) => x[i] + (y[i] - x[i]) * share;
  return fromOklab([between(0), between(1), between(2)]);
}

/** How different two colours look: Euclidean in OKLab, black to white is 1. */
export function distance(one: Rgb, other: Rgb): number {
  const [x, y] = [toOklab(one), toOklab(other)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

/** Angle between two hues in degrees, 0..180. */
export function hueDistance(one: Rgb, other: Rgb): number {
  const hue = (color: Rgb) => {
    const [, a, b] = toOklab(color);
    return (Math.atan2(b, a) * 180) / Math.PI;
  };
  const angle = Math.abs(hue(one) - hue(other)) % 360;
  return angle > 180 ? 360 - angle : angle;
}

/** WCAG 2 contrast ratio, 1..21. */
export function contrastRatio(one: Rgb, other: Rgb): number {
  const luminance = ({ r, g, b }: Rgb) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const [high, low] = [luminance(one), luminance(other)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
