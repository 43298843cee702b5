import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { ArenaPlan, everyRow } from '../../../src/engine/arena';
import { exp, log } from '../../../src/engine/kernels/elementary';
import type { Handle, Kernels } from '../../../src/engine/kernels/kernels';
import { plainKernels } from '../../../src/engine/kernels/plain/plain';
import { PRECISIONS, randomBatch, run, smallEngine, worstError } from './support';

const size = fc.integer({ min: 1, max: 13 });
const padding = fc.integer({ min: 0, max: 3 });
const seed = fc.integer();

/** Small integers: every product and sum is exact in both precisions, so kernels must agree to the bit. */
function integers(length: number, from: number): number[] {
  return Array.from({ length }, (_, i) => (((i + 1) * 7919 + (from % 1000) * 104729) % 17) - 8);
}

/** Matrices in an arena of odd leading dimensions, written with values. */
function arena(precision: 'float32' | 'float64', pad: number) {
  const build = plainKernels(precision);
  const plan = new ArenaPlan(build, (cols) => cols + pad);
  const writes: ((k: Kernels) => void)[] = [];
  return {
    plan,
    matrix(rows: number, cols: number, values: readonly number[]): Handle {
      const handle = plan.matrix(rows, cols);
      writes.push((k) => k.write(handle, values));
      return handle;
    },
    allocate(): Kernels {
      const k = plan.allocate();
      for (const write of writes) write(k);
      return k;
    },
  };
}

function product(a: readonly number[], b: readonly number[], rows: number, inner: number, cols: number): number[] {
  return Array.from({ length: rows * cols }, (_, at) => {
    const [i, j] = [Math.floor(at / cols), at % cols];
    let sum = 0;
    for (let p = 0; p < inner; p++) sum += a[i * inner + p] * b[p * cols + j];
    return sum;
  });
}

function transpose(values: readonly number[], rows: number, cols: number): number[] {
  return Array.from({ length: rows * cols }, (_, at) => values[(at % rows) * cols + Math.floor(at / rows)]);
}

for (const precision of PRECISIONS) {
  describe(`the plain kernels in ${precision}`, () => {
    it('multiply by a packed weight of either orientation, exactly on integers', () => {
      fc.assert(
        fc.property(size, size, size, padding, seed, (rows, inner, cols, pad, from) => {
          const [a, b, c] = [
            integers(rows * inner, from),
            integers(inner * cols, from + 1),
            integers(rows * cols, from + 2),
          ];
          const memory = arena(precision, pad);
          const left = memory.matrix(rows, inner, a);
          const straight = memory.matrix(inner, cols, b);
          const across = memory.matrix(cols, inner, transpose(b, inner, cols));
          const sum = memory.matrix(rows, cols, c);
          const fresh = memory.matrix(rows, cols, c);
          const packed = memory.plan.packedMatrix(inner, cols);
          const k = memory.allocate();
          const expected = product(a, b, rows, inner, cols);
          k.pack(packed, straight, false);
          k.matmul(sum, left, packed, true);
          assert.deepEqual(
            [...k.read(sum)],
            expected.map((value, i) => value + c[i]),
          );
          k.pack(packed, across, true);
          k.matmul(fresh, left, packed, false);
          assert.deepEqual([...k.read(fresh)], expected);
        }),
      );
    });

    it('add outer products over any number of rows, exactly on integers', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 600 }), size, size, padding, seed, (inner, rows, cols, pad, from) => {
          const [a, b, c] = [
            integers(inner * rows, from),
            integers(inner * cols, from + 1),
            integers(rows * cols, from + 2),
          ];
          const memory = arena(precision, pad);
          const to = memory.matrix(rows, cols, c);
          const left = memory.matrix(inner, rows, a);
          const right = memory.matrix(inner, cols, b);
          const k = memory.allocate();
          k.addOuter(to, left, right);
          const expected = product(transpose(a, inner, rows), b, rows, inner, cols);
          assert.deepEqual(
            [...k.read(to)],
            expected.map((value, i) => value + c[i]),
          );
        }),
        { numRuns: 30 },
      );
    });

    it('write nothing outside the matrix', () => {
      const memory = arena(precision, 0);
      const ones = Array<number>(35).fill(1);
      const whole = memory.matrix(5, 7, ones);
      const inside: Handle = { offset: whole.offset + 8, rows: 3, cols: 5, ld: 7 };
      const factor = memory.matrix(3, 5, Array(15).fill(2));
      const row = memory.matrix(1, 5, Array(5).fill(2));
      const packed = memory.plan.packedMatrix(5, 5);
      const k = memory.allocate();
      const edge = (): number => {
        const isInside = (i: number): boolean => {
          const [r, c] = [Math.floor(i / 7), i % 7];
          return r >= 1 && r <= 3 && c >= 1 && c <= 5;
        };
        return [...k.read(whole)].reduce((sum, value, i) => (isInside(i) ? sum : sum + value), 0);
      };
      k.pack(packed, { ...whole, rows: 5, cols: 5 }, false);
      const actions: (() => void)[] = [
        () => k.matmul(inside, factor, packed, false),
        () => k.matmul(inside, factor, packed, true),
        () => k.addOuter({ ...inside, cols: 5 }, { ...factor, cols: 3 }, factor),
        () => k.fill(inside, 9),
        () => k.copy(inside, factor),
        () => k.add(inside, factor),
        () => k.add(inside, row),
      ];
      for (const action of actions) {
        action();
        assert.equal(edge(), 20);
      }
    });

    it('gather and scatter by token, and take id -1 for none', () => {
      const memory = arena(precision, 1);
      const table = memory.matrix(3, 2, [1, 2, 3, 4, 5, 6]);
      const rows = memory.matrix(4, 2, Array(8).fill(7));
      const ids = memory.plan.indexRun(4);
      const k = memory.allocate();
      k.writeIndices(ids, [2, -1, 0, 2]);
      k.gather(rows, table, ids);
      assert.deepEqual([...k.read(rows)], [5, 6, 0, 0, 1, 2, 5, 6]);
      k.scatterAdd(table, rows, ids);
      assert.deepEqual([...k.read(table)], [2, 4, 3, 4, 15, 18]);
    });

    it('give the cross-entropy of logits of any size, and its gradient', () => {
      const memory = arena(precision, 1);
      const logits = memory.matrix(4, 3, [1, 2, 3, 1000, 0, -1000, 5, 5, 5, -1000, -1000, -1001]);
      const dLogits = memory.matrix(4, 3, Array(12).fill(9));
      const losses = memory.matrix(4, 1, Array(4).fill(9));
      const targets = memory.plan.indexRun(4);
      const k = memory.allocate();
      k.writeIndices(targets, [0, 2, -1, 2]);
      const total = k.softmaxCrossEntropy(losses, dLogits, logits, targets, 0.5);
      const near = log(exp(-1) + 1 + exp(1)) + 1;
      const expected = [near, 2000, 0, log(2 + exp(-1)) + 1];
      k.read(losses).forEach((loss, i) =>
        assert.ok(Math.abs(loss - expected[i]) < 1e-6 * Math.max(1, loss), `${loss}`),
      );
      assert.ok(Math.abs(total - expected.reduce((a, b) => a + b)) < 1e-9);
      const d = k.read(dLogits);
      assert.deepEqual([...d.slice(3, 9)], [0.5, 0, -0.5, 0, 0, 0]);
      const sum = exp(-2) + exp(-1) + 1;
      assert.ok(Math.abs(d[0] - 0.5 * (exp(-2) / sum - 1)) < 1e-7);
      assert.ok(Math.abs(d[1] - (0.5 * exp(-1)) / sum) < 1e-7);
    });

    it('read one batch row over time', () => {
      const memory = arena(precision, 1);
      const matrix = memory.matrix(6, 2, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      assert.deepEqual([...memory.allocate().read(everyRow(matrix, 1, 2, 3))], [2, 3, 6, 7, 10, 11]);
    });

    it('turn tiny gradients into zero, and keep NaN', () => {
      const tiny = precision === 'float32' ? 1e-30 : 1e-300;
      const memory = arena(precision, 0);
      const row = (values: readonly number[]): Handle => memory.matrix(1, 4, values);
      const [h, da] = [row([0, 0, 0, 0]), row([1, 1, 1, 1])];
      const dh = row([tiny / 10, -tiny / 10, tiny * 10, NaN]);
      const lengths = memory.plan.indexRun(1);
      const k = memory.allocate();
      k.writeIndices(lengths, [1]);
      const step = { t: 0, lengths, gates: h, da, daRecurrent: da, kept: h, recurrent: h, h, hPrev: h, dh, dhPrev: h };
      k.rnnBackward({ ...step, c: h, cPrev: h, dc: h, dcPrev: h }, 'tanh');
      const found = k.read(da);
      assert.deepEqual([...found.slice(0, 2)], [0, 0]);
      assert.ok(found[2] > 0);
      assert.ok(Number.isNaN(found[3]));
    });
  });
}

describe('float32 against float64', () => {
  for (const cell of ['rnn_tanh', 'lstm', 'gru'] as const) {
    it(`agrees on every gradient of ${cell} to 1e-6 of its norm`, () => {
      const single = smallEngine({ cell, layers: 2, precision: 'float32' });
      const double = smallEngine({ cell, layers: 2, precision: 'float64' });
      double.writeParameters(single.readParameters());
      run(single, randomBatch(1));
      run(double, randomBatch(1));
      assert.ok(worstError(single.readGradients(), double.readGradients()) < 1e-6);
    });
  }
});
