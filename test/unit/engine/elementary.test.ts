import { strict as assert } from 'node:assert';
import { exp, log, sigmoid, tanh } from '../../../src/engine/kernels/elementary';
import { Generator } from '../../../src/engine/generator';
import { exactExp, exactLog, exactSigmoid, exactTanh, ulps, type Exact } from './exactReference';

/** Random points, half of them spread evenly over the range, half over its binades around zero. */
function points(count: number, from: number, to: number): number[] {
  const generator = new Generator(7);
  return Array.from({ length: count }, (_, i) => {
    const evenly = from + (to - from) * generator.uniform();
    return i % 2 === 0 ? evenly : evenly * 2 ** -Math.floor(60 * generator.uniform());
  });
}

function worst(f: (x: number) => number, reference: (x: number) => Exact, xs: readonly number[]): [number, number] {
  let most = 0;
  let at = NaN;
  for (const x of xs) {
    const error = ulps(f(x), reference(x));
    if (!(error <= most)) [most, at] = [error, x];
  }
  return [most, at];
}

function assertWithin(bound: number, [error, x]: [number, number]): void {
  assert.ok(error <= bound, `${error} ulp at ${x}`);
}

const COUNT = 6000;

describe('elementary functions against exact arithmetic', () => {
  it('knows the exact values it is measured with', () => {
    assert.ok(ulps(Math.E, exactExp(1)) < 0.5);
    assert.ok(ulps(Math.LN10, exactLog(10)) < 0.5);
    assert.ok(ulps(0.46211715726000974, exactTanh(0.5)) < 0.5);
    assert.ok(ulps(0.7310585786300049, exactSigmoid(1)) < 0.5);
    assert.ok(Math.abs(ulps(Math.E + 2 * Number.EPSILON, exactExp(1)) - 1) < 0.5);
  });

  it('exp is within 0.7 ulp', () => {
    assertWithin(0.7, worst(exp, exactExp, points(COUNT, -708, 709.78)));
    assertWithin(0.7, worst(exp, exactExp, points(COUNT, -1, 1)));
  });

  it('exp is within 0.8 of the last place among the subnormals', () => {
    assertWithin(0.8, worst(exp, exactExp, points(500, -745, -708)));
  });

  it('log is within 0.9 ulp', () => {
    const generator = new Generator(8);
    const anywhere = Array.from(
      { length: COUNT },
      () => (1 + generator.uniform()) * 2 ** (generator.uniform() * 2090 - 1070),
    );
    assertWithin(0.9, worst(log, exactLog, anywhere));
    assertWithin(
      0.9,
      worst(
        log,
        exactLog,
        points(COUNT, -0.5, 1).map((x) => 1 + x),
      ),
    );
  });

  it('tanh is within 1.5 ulp', () => {
    assertWithin(1.5, worst(tanh, exactTanh, points(COUNT, -20, 20)));
    assertWithin(1.5, worst(tanh, exactTanh, points(COUNT, -1, 1)));
  });

  it('sigmoid is within 1.8 ulp, down to the smallest values', () => {
    assertWithin(1.8, worst(sigmoid, exactSigmoid, points(COUNT, -708, 40)));
    assertWithin(1.8, worst(sigmoid, exactSigmoid, points(COUNT, -5, 5)));
  });
});

describe('elementary functions at the edges', () => {
  const cases: [string, (x: number) => number, [number, number][]][] = [
    [
      'exp',
      exp,
      [
        [0, 1],
        [-0, 1],
        [Infinity, Infinity],
        [-Infinity, 0],
        [NaN, NaN],
        [709.79, Infinity],
        [-746, 0],
        [-745, 5e-324],
        [5e-324, 1],
      ],
    ],
    [
      'log',
      log,
      [
        [1, 0],
        [0, -Infinity],
        [-0, -Infinity],
        [-1, NaN],
        [-5e-324, NaN],
        [Infinity, Infinity],
        [-Infinity, NaN],
        [NaN, NaN],
        [5e-324, -744.4400719213812],
        [Number.MAX_VALUE, 709.782712893384],
      ],
    ],
    [
      'tanh',
      tanh,
      [
        [0, 0],
        [-0, -0],
        [Infinity, 1],
        [-Infinity, -1],
        [NaN, NaN],
        [5e-324, 5e-324],
        [-1e-200, -1e-200],
        [100, 1],
        [-100, -1],
        [1e-9, 1e-9],
      ],
    ],
    [
      'sigmoid',
      sigmoid,
      [
        [0, 0.5],
        [-0, 0.5],
        [Infinity, 1],
        [-Infinity, 0],
        [NaN, NaN],
        [40, 1],
        [-745, 5e-324],
        [-746, 0],
      ],
    ],
  ];
  for (const [name, f, values] of cases) {
    it(`${name} gives the limits, NaN and zeros IEEE 754 asks for`, () => {
      for (const [x, expected] of values) assert.ok(Object.is(f(x), expected), `${name}(${x}) = ${f(x)}`);
    });
  }

  it('tanh is odd', () => {
    for (const x of points(1000, 0, 25)) assert.equal(tanh(-x), -tanh(x));
  });

  it('all four never decrease', () => {
    for (const f of [exp, tanh, sigmoid]) {
      const xs = points(4000, -30, 30).sort((a, b) => a - b);
      for (let i = 1; i < xs.length; i++) assert.ok(f(xs[i]) >= f(xs[i - 1]), `at ${xs[i]}`);
    }
    const xs = points(4000, 0, 30).sort((a, b) => a - b);
    for (let i = 1; i < xs.length; i++) assert.ok(log(xs[i]) >= log(xs[i - 1]), `at ${xs[i]}`);
  });

  it('keeps the same bits from build to build', () => {
    let hash = 0;
    for (const f of [exp, log, tanh, sigmoid]) {
      const values = Float64Array.from(points(4000, -30, 30), (x) => f(f === log ? Math.abs(x) : x));
      for (const word of new Uint32Array(values.buffer)) hash = Math.imul(hash ^ word, 0x01000193);
    }
    assert.equal(hash >>> 0, 2210086259);
  });
});
