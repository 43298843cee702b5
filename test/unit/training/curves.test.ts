import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CurveRecorder, MAX_CURVE_POINTS } from '../../../src/training/curves';

const recordTo = (count: number, curve = new CurveRecorder(), from = 1) => {
  for (let step = from; step <= count; step++) curve.add(step, 1 / step);
  return curve;
};

describe('a loss curve', () => {
  it('stays within its memory however long the run', () => {
    const { steps, losses } = recordTo(100_000).points();
    assert.ok(steps.length <= MAX_CURVE_POINTS && steps.length >= MAX_CURVE_POINTS / 2);
    assert.ok(losses.every((loss, i) => loss === 1 / steps[i]!));
    assert.ok(steps.every((step, i) => i === 0 || step > steps[i - 1]!));
  });

  it('keeps the first and the newest point', () => {
    const { steps } = recordTo(50_000).points();
    assert.deepEqual([steps[0], steps.at(-1)], [1, 50_000]);
  });

  it('goes on from a restored curve as if it had never stopped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 0, max: 9000 }), (stop, more) => {
        const restored = new CurveRecorder();
        restored.restore(recordTo(stop).points());
        recordTo(stop + more, restored, stop + 1);
        assert.deepEqual(restored.points(), recordTo(stop + more).points());
      }),
      { numRuns: 20 },
    );
  });

  it('gives each new point once', () => {
    const curve = recordTo(3);
    assert.deepEqual([...curve.takeNews().steps], [1, 2, 3]);
    curve.add(4, 0);
    assert.deepEqual([...curve.takeNews().steps], [4]);
    assert.deepEqual([...curve.takeNews().steps], []);
  });
});
