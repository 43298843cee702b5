/** Numbers in JSON without losing what JSON cannot say: NaN and the infinities become their names. */

export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export function toJson(values: ArrayLike<number>): JsonNumber[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : (String(value) as JsonNumber)));
}

/** Anything that is no number becomes NaN, so a damaged file gives gaps instead of an error. */
export function fromJson(values: unknown): Float64Array {
  if (!Array.isArray(values)) return new Float64Array(0);
  return Float64Array.from(values, (value: unknown) =>
    typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN,
  );
}
