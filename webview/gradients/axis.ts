/** A logarithmic value axis of a fixed number of decades: it does not jump while training goes on. */
export interface LogAxis {
  /** Whole powers of ten on the axis, from the top down. */
  readonly decades: readonly number[];
  /** Height of a value in CSS pixels; values under the axis lie on its foot. */
  y(value: number): number;
  /** Whether a value lies on the axis, not under it. */
  holds(value: number): boolean;
}

const DECADES = 8;

/** An axis whose top is the power of ten at or above `max`. */
export function logAxis(max: number, height: number, pad: number): LogAxis {
  const top = max > 0 ? Math.ceil(Math.log10(max) - 1e-9) : 0;
  const scale = (height - 2 * pad) / DECADES;
  return {
    decades: Array.from({ length: DECADES + 1 }, (_, i) => top - i),
    y: (value) => {
      const below = value > 0 ? Math.min(DECADES, Math.max(0, top - Math.log10(value))) : DECADES;
      return pad + below * scale;
    },
    holds: (value) => value >= 10 ** (top - DECADES),
  };
}
