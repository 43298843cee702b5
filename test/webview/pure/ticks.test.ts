import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { formatMeasure, formatShare, formatValue, powerOfTen } from '../../../webview/core/format';
import { niceTicks, tickText } from '../../../webview/curves/ticks';
import { logAxis } from '../../../webview/gradients/axis';

describe('ticks', () => {
  it('are round, rising and inside the range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        (low, span, count) => {
          const ticks = niceTicks(low, low + span, count);
          assert.ok(ticks.length <= 3 * count, `${ticks.length} ticks for ${count}`);
          for (const [i, tick] of ticks.entries()) {
            assert.ok(tick >= low - span * 1e-6 && tick <= low + span * (1 + 1e-6));
            if (i > 0) assert.ok(tick > ticks[i - 1]!);
          }
        },
      ),
    );
  });

  it('show as many decimals as their step needs', () => {
    const ticks = niceTicks(1.9, 2.5, 5);
    assert.deepEqual(
      ticks.map((tick) => tickText(tick, ticks)),
      ['2.0', '2.2', '2.4'],
    );
    assert.equal(tickText(10_000, [0, 10_000]), '10,000');
  });
});

describe('log axis', () => {
  it('spans eight decades down from the power of ten above the maximum', () => {
    const axis = logAxis(0.02, 116, 10);
    assert.equal(axis.decades[0], -1);
    assert.equal(axis.decades.at(-1), -9);
    assert.equal(axis.y(0.1), 10);
    assert.ok(Math.abs(axis.y(0.001) - (10 + 2 * 12)) < 1e-9);
    assert.equal(axis.y(0), 106);
    assert.ok(!axis.holds(1e-10));
  });
});

describe('numbers', () => {
  it('are written so that they can be read back to the printed digits', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(Number(formatValue(value)), Number(value.toPrecision(6)));
      }),
    );
  });

  it('are named when they are none', () => {
    assert.equal(formatValue(NaN), 'NaN');
    assert.equal(formatMeasure(NaN), '–');
    assert.equal(formatMeasure(Infinity), '∞');
  });

  it('are short in headings', () => {
    assert.equal(formatMeasure(1.23456), '1.235');
    assert.equal(formatMeasure(0.000012345), '1.23 × 10⁻⁵');
    assert.equal(formatShare(0.0625), '6.25\u00a0%');
    assert.equal(powerOfTen(-12), '10⁻¹²');
  });
});
