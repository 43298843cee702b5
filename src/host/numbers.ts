/** Numbers in JSON without losing what JSON cannot say: NaN and the infinities become their names. */

export function toJson(values: Float64Array): (number | string)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : String(value)));
}

/** Undoes `toJson`. */
export function fromJson(values: Iterable<unknown>): Float64Array {
  return Float64Array.from(values, Number);
}
