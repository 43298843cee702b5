/** Cutting some rows out of a time-major batch. */
import type { Batch } from './types';

/**
 * Ids of the rows `[first, first + rows)`, T × rows into `to`, -1 past the end of a row. Returns how many are not -1.
 */
export function loadIds(to: Int32Array, values: Int32Array, batch: Batch, first: number, rows: number): number {
  let count = 0;
  for (let t = 0; t < batch.steps; t++) {
    for (let b = 0; b < rows; b++) {
      const value = t < batch.lengths[first + b] ? values[t * batch.rows + first + b] : -1;
      to[t * rows + b] = value;
      if (value >= 0) count++;
    }
  }
  return count;
}

/** Vectors of `width` numbers of the rows `[first, first + rows)`, (T · rows) × width, zero past the end of a row. */
export function rowsOfBatch(
  values: Float32Array | Float64Array,
  batch: Batch,
  first: number,
  rows: number,
  width: number,
): Float64Array {
  const cut = new Float64Array(batch.steps * rows * width);
  for (let b = 0; b < rows; b++)
    for (let t = 0; t < batch.lengths[first + b]; t++) {
      const from = (t * batch.rows + first + b) * width;
      cut.set(values.subarray(from, from + width), (t * rows + b) * width);
    }
  return cut;
}
