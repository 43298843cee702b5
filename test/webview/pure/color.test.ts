import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { contrastRatio, distance, mix, parseColor, type Rgb } from '../../../webview/core/color';
import { DivergingScale, maxAbs } from '../../../webview/core/diverging';

const BLUE: Rgb = { r: 0, g: 99, b: 211, a: 1 };
const WHITE: Rgb = { r: 255, g: 255, b: 255, a: 1 };
const RED: Rgb = { r: 229, g: 20, b: 0, a: 1 };
const scale = new DivergingScale(BLUE, WHITE, RED, { r: 100, g: 0, b: 100, a: 1 });

describe('colour', () => {
  it('reads every form in which a theme variable comes', () => {
    assert.deepEqual(parseColor('#fff'), WHITE);
    assert.deepEqual(parseColor(' #0063D3 '), BLUE);
    assert.deepEqual(parseColor('#ea5c0055'), { r: 234, g: 92, b: 0, a: 85 / 255 });
    assert.deepEqual(parseColor('rgba(234, 92, 0, 0.33)'), { r: 234, g: 92, b: 0, a: 0.33 });
    assert.deepEqual(parseColor('rgb(100% 0% 0% / 50%)'), { r: 255, g: 0, b: 0, a: 0.5 });
    for (const none of ['', 'transparent', 'inherit', '#12', 'rgb(1,2)']) assert.equal(parseColor(none), null);
  });

  it('mixes in equal steps to the eye', () => {
    const half = mix(WHITE, BLUE, 0.5);
    assert.ok(Math.abs(distance(WHITE, half) - distance(half, BLUE)) < 0.01);
  });

  it('knows the contrast of black on white', () => {
    assert.equal(contrastRatio({ r: 0, g: 0, b: 0, a: 1 }, WHITE), 21);
  });
});

describe('diverging scale', () => {
  it('gives zero exactly the neutral colour at any range', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true }), (max) => {
        assert.equal(scale.pixel(0, max), 0xffffffff);
        assert.equal(scale.pixel(-0, max), 0xffffffff);
      }),
    );
  });

  it('gives opposite values opposite arms, and values beyond the range the end', () => {
    assert.equal(scale.color(1, 1), 'rgba(229, 20, 0, 1)');
    assert.equal(scale.color(9, 1), scale.color(1, 1));
    assert.equal(scale.color(-Infinity, 1), scale.color(0, 1));
    assert.equal(scale.color(-1, 1), 'rgba(0, 99, 211, 1)');
  });

  it('draws what is not finite in a colour of its own', () => {
    assert.equal(scale.pixel(NaN, 1), scale.pixel(Infinity, 1));
    assert.notEqual(scale.pixel(NaN, 1), scale.pixel(1, 1));
  });

  it('measures its range over finite values only', () => {
    assert.equal(maxAbs(Float32Array.of(0.5, -2, NaN, -Infinity)), 2);
    assert.equal(maxAbs(new Float32Array(0)), 0);
  });
});
