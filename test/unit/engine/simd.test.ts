import assert from 'node:assert/strict';
import fc from 'fast-check';
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

  it('sum each element in the same order whatever the number of rows', () => {
    const one = products(simd!, { rows: 1, inner: 77, cols: 21, pad: 0, values: [0.1, -0.3, 0.7, 1.9, -2.3] })[0];
    const many = products(simd!, { rows: 5, inner: 77, cols: 21, pad: 0, values: [0.1, -0.3, 0.7, 1.9, -2.3] })[0];
    assert.equal(one.length, 21);
    assert.deepEqual(many.slice(0, 21), one);
  });
});
