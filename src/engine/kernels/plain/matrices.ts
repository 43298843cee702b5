import type { Handle, MatrixKernels } from '../kernels';

export type Elements = Float32Array | Float64Array;

/** Whole-matrix kernels over an arena. */
export function matrices(data: Elements, indices: Int32Array): MatrixKernels {
  const addRow = (to: number, from: number, cols: number): void => {
    for (let j = 0; j < cols; j++) data[to + j] += data[from + j];
  };
  /** Walks over the rows of two matrices of equal shape; a single row of `by` goes with every row of `to`. */
  const pairs = (to: Handle, by: Handle, each: (row: number, other: number, cols: number) => void): void => {
    const step = by.rows === 1 ? 0 : by.ld;
    for (let r = 0; r < to.rows; r++) each(to.offset + r * to.ld, by.offset + r * step, to.cols);
  };

  return {
    write(to, values) {
      if (values.length !== to.rows * to.cols)
        throw new RangeError(`${to.rows} × ${to.cols} matrix cannot take ${values.length} values.`);
      for (let r = 0, i = 0; r < to.rows; r++)
        for (let j = 0; j < to.cols; j++) data[to.offset + r * to.ld + j] = values[i++];
    },

    writeIndices(to, values) {
      for (let i = 0; i < to.length; i++) indices[to.offset + i] = values[i];
    },

    read(from) {
      const length = from.rows * from.cols;
      const values = data instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
      for (let r = 0, i = 0; r < from.rows; r++)
        for (let j = 0; j < from.cols; j++) values[i++] = data[from.offset + r * from.ld + j];
      return values;
    },

    readIndices: ({ offset, length }) => indices.slice(offset, offset + length),

    fill(to, value) {
      if (to.ld === to.cols) data.fill(value, to.offset, to.offset + to.rows * to.cols);
      else pairs(to, to, (row, _, cols) => data.fill(value, row, row + cols));
    },

    copy: (to, from) => pairs(to, from, (row, source, cols) => data.copyWithin(row, source, source + cols)),
    add: (to, from) => pairs(to, from, addRow),
    multiply: (to, by) =>
      pairs(to, by, (row, factor, cols) => {
        for (let j = 0; j < cols; j++) data[row + j] *= data[factor + j];
      }),

    sumRows(to, from) {
      for (let j = 0; j < from.cols; j++) {
        let sum = 0;
        for (let r = 0, i = from.offset + j; r < from.rows; r++, i += from.ld) sum += data[i];
        data[to.offset + j] += sum;
      }
    },

    sumSquares(of) {
      let sum = 0;
      for (let r = 0; r < of.rows; r++)
        for (let j = 0, at = of.offset + r * of.ld; j < of.cols; j++, at++) sum += data[at] * data[at];
      return sum;
    },

    gather(to, table, ids) {
      for (let r = 0; r < ids.length; r++) {
        const row = to.offset + r * to.ld;
        const id = indices[ids.offset + r];
        const source = table.offset + id * table.ld;
        if (id < 0) data.fill(0, row, row + to.cols);
        else data.copyWithin(row, source, source + to.cols);
      }
    },

    scatterAdd(table, from, ids) {
      for (let r = 0; r < ids.length; r++) {
        const id = indices[ids.offset + r];
        if (id >= 0) addRow(table.offset + id * table.ld, from.offset + r * from.ld, from.cols);
      }
    },
  };
}
