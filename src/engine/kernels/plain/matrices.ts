import type { Kernels } from '../kernels';

export type Elements = Float32Array | Float64Array;

type Matrices = Pick<
  Kernels,
  | 'write'
  | 'writeIndices'
  | 'read'
  | 'readIndices'
  | 'fill'
  | 'copy'
  | 'add'
  | 'multiply'
  | 'addRow'
  | 'sumRows'
  | 'sumSquares'
  | 'gather'
  | 'scatterAdd'
>;

/** Whole-matrix kernels over an arena. */
export function matrices(data: Elements, indices: Int32Array): Matrices {
  return {
    write(to, values) {
      if (values.length !== to.rows * to.cols)
        throw new RangeError(`${to.rows} × ${to.cols} matrix cannot take ${values.length} values.`);
      for (let r = 0, i = 0; r < to.rows; r++) {
        const row = to.offset + r * to.ld;
        for (let j = 0; j < to.cols; j++) data[row + j] = values[i++];
      }
    },

    writeIndices(to, values) {
      for (let i = 0; i < to.length; i++) indices[to.offset + i] = values[i];
    },

    read(from) {
      const values =
        data instanceof Float32Array
          ? new Float32Array(from.rows * from.cols)
          : new Float64Array(from.rows * from.cols);
      for (let r = 0, i = 0; r < from.rows; r++) {
        const row = from.offset + r * from.ld;
        for (let j = 0; j < from.cols; j++) values[i++] = data[row + j];
      }
      return values;
    },

    readIndices(from) {
      return indices.slice(from.offset, from.offset + from.length);
    },

    fill(to, value) {
      if (to.ld === to.cols) {
        data.fill(value, to.offset, to.offset + to.rows * to.cols);
        return;
      }
      for (let r = 0; r < to.rows; r++) {
        const row = to.offset + r * to.ld;
        data.fill(value, row, row + to.cols);
      }
    },

    copy(to, from) {
      for (let r = 0; r < to.rows; r++) {
        const source = from.offset + r * from.ld;
        data.copyWithin(to.offset + r * to.ld, source, source + to.cols);
      }
    },

    add(to, from) {
      for (let r = 0; r < to.rows; r++) {
        const row = to.offset + r * to.ld;
        const source = from.offset + r * from.ld;
        for (let j = 0; j < to.cols; j++) data[row + j] += data[source + j];
      }
    },

    multiply(to, by) {
      for (let r = 0; r < to.rows; r++) {
        const row = to.offset + r * to.ld;
        const source = by.offset + r * by.ld;
        for (let j = 0; j < to.cols; j++) data[row + j] *= data[source + j];
      }
    },

    addRow(to, bias) {
      for (let r = 0; r < to.rows; r++) {
        const row = to.offset + r * to.ld;
        for (let j = 0; j < to.cols; j++) data[row + j] += data[bias.offset + j];
      }
    },

    sumRows(to, from) {
      for (let j = 0; j < from.cols; j++) {
        let sum = 0;
        for (let r = 0, i = from.offset + j; r < from.rows; r++, i += from.ld) sum += data[i];
        data[to.offset + j] += sum;
      }
    },

    sumSquares(of) {
      let sum = 0;
      for (let r = 0; r < of.rows; r++) {
        const row = of.offset + r * of.ld;
        for (let j = 0; j < of.cols; j++) sum += data[row + j] * data[row + j];
      }
      return sum;
    },

    gather(to, table, ids) {
      for (let r = 0; r < ids.length; r++) {
        const row = to.offset + r * to.ld;
        const id = indices[ids.offset + r];
        if (id < 0) {
          data.fill(0, row, row + to.cols);
          continue;
        }
        const source = table.offset + id * table.ld;
        data.copyWithin(row, source, source + to.cols);
      }
    },

    scatterAdd(table, from, ids) {
      for (let r = 0; r < ids.length; r++) {
        const id = indices[ids.offset + r];
        if (id < 0) continue;
        const row = table.offset + id * table.ld;
        const source = from.offset + r * from.ld;
        for (let j = 0; j < from.cols; j++) data[row + j] += data[source + j];
      }
    },
  };
}
