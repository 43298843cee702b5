/** Matrices in 8 bits a number: a row's largest magnitude becomes 127. */

/** What a byte is above the number it stands for, so that it is never negative. */
const OFFSET = 128;
const LARGEST = 127;

/** R × C to bytes and a scale for each row; the error is at most half a scale. */
export function packRows(
  data: ArrayLike<number>,
  rows: number,
  columns: number,
): { readonly bytes: Uint8Array; readonly scales: Float32Array } {
  const bytes = new Uint8Array(rows * columns);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    let largest = 0;
    for (let i = from; i < from + columns; i++) largest = Math.max(largest, Math.abs(data[i]!));
    scales[row] = largest / LARGEST;
    // Divided by the scale as it is stored, rounded to float32.
    const scale = scales[row] || 1;
    for (let i = from; i < from + columns; i++) bytes[i] = OFFSET + Math.round(data[i]! / scale);
  }
  return { bytes, scales };
}

/** The numbers that bytes and scales stand for. */
export function unpackRows(bytes: Uint8Array, scales: Float32Array): Float32Array {
  const columns = scales.length > 0 ? bytes.length / scales.length : 0;
  const data = new Float32Array(bytes.length);
  for (let row = 0, i = 0; row < scales.length; row++) {
    const scale = scales[row]!;
    for (const end = i + columns; i < end; i++) data[i] = (bytes[i]! - OFFSET) * scale;
  }
  return data;
}
