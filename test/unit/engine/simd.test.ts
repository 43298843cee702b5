import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Generator } from '../../../src/engine/generator';
import type { Handle, KernelsBuild } from '../../../src/engine/kernels/kernels';
import { plainKernels } from '../../../src/engine/kernels/plain/plain';
import { simdKernels } from '../../../src/engine/kernels/simd/simd';

/** Whole numbers keep every product and sum exact in float32, so that two correct kernels agree to the bit. */
const whole = fc.integer({ min: -9, max: 9 });

interface Problem {
  readonly rows: number;
  readonly inner: number;
  readonly cols: number;
  readonly pad: number;
  readonly values: readonly number[];
}

const problem = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    inner: fc.integer({ min: 1, max: 300 }),
    cols: fc.integer({ min: 1, max: 40 }),
    pad: fc.integer({ min: 0, max: 3 }),
  })
  .chain((size) => fc.array(whole, { minLength: 50, maxLength: 50 }).map((values) => ({ ...size, values })));

function products(build: KernelsBuild, { rows, inner, cols, pad, values }: Problem): number[][] {
  let elements = 0;
  const matrix = (r: number, c: number): Handle => {
    const handle = { offset: elements, rows: r, cols: c, ld: c + pad };
    elements += r * (c + pad);
    return handle;
  };
  const [a, w, to, b, outer, guard] = [
    matrix(rows, inner),
    matrix(cols, inner),
    matrix(rows, cols),
    matrix(rows, cols),
    matrix(inner, cols),
    matrix(1, 1),
  ];
  const k = build.allocate({ elements, indices: 1, packed: build.packedLength(inner, cols) });
  const fill = (handle: Handle, from: number): void =>
    k.write(
      handle,
      Array.from({ length: handle.rows * handle.cols }, (_, i) => values[(i * 7 + from) % values.length]),
    );
  [a, w, to, b, outer, guard].forEach(fill);
  const packed = { offset: 0, inner, cols };
  k.pack(packed, w, true);
  k.matmul(to, a, packed, true);
  k.addOuter(outer, a, b);
  return [to, outer, guard, a, w].map((handle) => Array.from(k.read(handle)));
}

interface Chain {
  readonly steps: number;
  readonly rows: number;
  readonly size: number;
  readonly pad: number;
  readonly seed: number;
}

const chain = fc.record({
  steps: fc.integer({ min: 100, max: 400 }),
  rows: fc.integer({ min: 1, max: 9 }),
  size: fc.integer({ min: 1, max: 37 }),
  pad: fc.integer({ min: 0, max: 3 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

/**
 * A recurrent layer without its non-linearity, forward, backward and weight gradients: h_t = h_{t-1} W + x_t. W permutes
 * and changes signs, and few x_t are not zero, so that every number of a chain of any length stays whole and small.
 */
function linearChain(build: KernelsBuild, { steps, rows, size, pad, seed }: Chain): number[][] {
  const generator = new Generator(seed);
  const draw = (below: number): number => Math.floor(generator.uniform() * below);
  let elements = 0;
  const matrix = (r: number, c: number): Handle => {
    const handle = { offset: elements, rows: r, cols: c, ld: c + pad };
    elements += r * (c + pad);
    return handle;
  };
  const rowsOf = (of: Handle, from: number): Handle => ({ ...of, offset: of.offset + from * of.ld, rows });
  const all = steps * rows;
  const [table, x, h, dh] = [matrix(5, size), matrix(all, size), matrix(all + rows, size), matrix(all + rows, size)];
  const [w, dW, signs, bias, dBias] = [
    matrix(size, size),
    matrix(size, size),
    matrix(all, size),
    matrix(1, size),
    matrix(1, size),
  ];
  const ids = { offset: 0, length: all };
  const [forward, back] = [0, build.packedLength(size, size)].map((offset) => ({ offset, inner: size, cols: size }));
  const k = build.allocate({ elements, indices: all, packed: 2 * build.packedLength(size, size) });
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (a, b) => ((a * 31 + seed) % size) - ((b * 31 + seed) % size),
  );
  const permutation = order.flatMap((to) => order.map((_, j) => (j === to ? (draw(2) === 0 ? 1 : -1) : 0)));
  k.write(w, permutation);
  k.write(
    table,
    Array.from({ length: 5 * size }, () => draw(3) - 1),
  );
  k.write(
    bias,
    Array.from({ length: size }, (_, i) => (i % 2) - (i % 3)),
  );
  k.write(
    signs,
    Array.from({ length: all * size }, () => (draw(2) === 0 ? 1 : -1)),
  );
  k.writeIndices(
    ids,
    Array.from({ length: all }, () => (draw(40) === 0 ? draw(5) : -1)),
  );
  k.pack(forward, w, true);
  k.pack(back, w, false);
  k.gather(x, table, ids);
  k.add(rowsOf(h, 0), bias);
  for (let t = 0; t < steps; t++) {
    const to = rowsOf(h, (t + 1) * rows);
    k.copy(to, rowsOf(x, t * rows));
    k.matmul(to, rowsOf(h, t * rows), forward, true);
    k.multiply(to, rowsOf(signs, t * rows));
  }
  k.fill(rowsOf(dh, all), 1);
  for (let t = steps - 1; t >= 0; t--) {
    k.matmul(rowsOf(dh, t * rows), rowsOf(dh, (t + 1) * rows), back, false);
    k.add(rowsOf(dh, t * rows), rowsOf(x, t * rows));
  }
  k.addOuter(dW, { ...h, rows: all }, { ...dh, rows: all });
  k.sumRows(dBias, { ...dh, rows: all });
  k.scatterAdd(table, { ...dh, rows: all }, ids);
  return [h, dh, dW, dBias, table, w].map((handle) => Array.from(k.read(handle))).concat([[k.sumSquares(h)]]);
}

describe('the SIMD kernels', () => {
  const simd = simdKernels();
  before(function () {
    if (!simd) this.skip();
  });

  it('multiply whole numbers to the same bits as the plain kernels, at odd sizes and leading dimensions', () => {
    fc.assert(
      fc.property(problem, (size) => {
        assert.deepEqual(products(simd!, size), products(plainKernels('float32'), size));
      }),
      { numRuns: 200 },
    );
  });

  it('take a linear recurrence and its gradients over hundreds of steps to the same bits', () => {
    fc.assert(
      fc.property(chain, (sizes) => {
        const reference = linearChain(plainKernels('float32'), sizes);
        assert.ok(reference.flat().every((value) => Number.isInteger(value) && Math.abs(value) < 2 ** 24));
        assert.deepEqual(linearChain(simd!, sizes), reference);
      }),
      { numRuns: 40 },
    );
  });

  it('sum each element in the same order whatever the number of rows', () => {
    const one = products(simd!, { rows: 1, inner: 77, cols: 21, pad: 0, values: [0.1, -0.3, 0.7, 1.9, -2.3] })[0];
    const many = products(simd!, { rows: 5, inner: 77, cols: 21, pad: 0, values: [0.1, -0.3, 0.7, 1.9, -2.3] })[0];
    assert.equal(one.length, 21);
    assert.deepEqual(many.slice(0, 21), one);
  });
});
