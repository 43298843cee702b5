import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { Generator } from '../../../src/engine/generator';

const draws = (generator: Generator, count: number) => Array.from({ length: count }, () => generator.uniform());

/** Mean and variance of many draws, and the share of them below `cut`. */
function moments(draw: () => number, count: number, cut: number): { mean: number; variance: number; below: number } {
  let sum = 0;
  let squares = 0;
  let below = 0;
  for (let i = 0; i < count; i++) {
    const x = draw();
    sum += x;
    squares += x * x;
    if (x < cut) below++;
  }
  const mean = sum / count;
  return { mean, variance: squares / count - mean * mean, below: below / count };
}

/** sfc32 as PractRand states it, in BigInt: the judge of the 32-bit arithmetic. */
function* reference(a: bigint, b: bigint, c: bigint): Generator32 {
  const mask = 0xffffffffn;
  let counter = 1n;
  for (let round = 0; ; round++) {
    const output = (a + b + counter++) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = ((((c << 21n) | (c >> 11n)) & mask) + output) & mask;
    if (round >= 15) yield Number(output);
  }
}
type Generator32 = globalThis.Generator<number, never>;

describe('the generator', () => {
  it('is sfc32', () => {
    const judge = reference(7n, 1n, 3n);
    const generator = new Generator(2 ** 32 + 7, 3);
    for (let i = 0; i < 1000; i++) {
      const high = judge.next().value >>> 5;
      const low = judge.next().value >>> 6;
      assert.equal(generator.uniform(), (high * 2 ** 26 + low) / 2 ** 53);
    }
  });

  it('gives equal seeds equal numbers, and other seeds and streams others', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(), (seed, stream) => {
        const first = draws(new Generator(seed, stream), 4);
        assert.deepEqual(draws(new Generator(seed, stream), 4), first);
        const other = seed > 0 ? seed - 1 : seed + 1;
        assert.notDeepEqual(draws(new Generator(other, stream), 4), first);
        assert.notDeepEqual(draws(new Generator(seed, stream + 1), 4), first);
      }),
    );
  });

  it('stays in [0, 1) and is uniform', () => {
    const generator = new Generator(1);
    const { mean, variance, below } = moments(
      () => {
        const x = generator.uniform();
        assert.ok(x >= 0 && x < 1);
        return x;
      },
      100_000,
      0.25,
    );
    assert.ok(Math.abs(mean - 0.5) < 0.005);
    assert.ok(Math.abs(variance - 1 / 12) < 0.002);
    assert.ok(Math.abs(below - 0.25) < 0.006);
  });

  it('draws standard normal numbers', () => {
    const generator = new Generator(2);
    const { mean, variance, below } = moments(() => generator.normal(), 100_000, -1);
    assert.ok(Math.abs(mean) < 0.015);
    assert.ok(Math.abs(variance - 1) < 0.02);
    assert.ok(Math.abs(below - 0.158655) < 0.005);
  });

  it('continues with the same bits from wherever it was saved', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.boolean(), { maxLength: 20 }), (seed, kinds) => {
        const generator = new Generator(seed);
        for (const normal of kinds)
          if (normal) generator.normal();
          else generator.uniform();
        const state = generator.save();
        const next = [generator.normal(), generator.uniform(), generator.normal()];
        const restored = new Generator(seed + 1);
        restored.restore(state);
        assert.deepEqual([restored.normal(), restored.uniform(), restored.normal()], next);
      }),
    );
  });

  it('refuses a state of the wrong size', () => {
    assert.throws(() => new Generator(1).restore(new Uint32Array(3)), RangeError);
  });
});
