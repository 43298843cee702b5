import assert from 'node:assert/strict';
import { CurveBuffer, MAX_CURVE_POINTS } from '../../../src/host/curveBuffer';

const one = (step: number, loss: number) => ({ steps: Float64Array.of(step), losses: Float64Array.of(loss) });

describe('a curve in the host', () => {
  it('grows by what is appended', () => {
    const curve = new CurveBuffer();
    curve.append(one(1, 3));
    curve.append(one(2, NaN));
    assert.deepEqual(curve.points(), { steps: Float64Array.of(1, 2), losses: Float64Array.of(3, NaN) });
  });

  it('stays within its bound, in order, with true points and the newest one', () => {
    const curve = new CurveBuffer();
    for (let step = 1; step <= 20_000; step++) curve.append(one(step, 1 / step));
    const { steps, losses } = curve.points();
    assert.ok(steps.length <= MAX_CURVE_POINTS && steps.length > MAX_CURVE_POINTS / 4);
    assert.deepEqual(steps, Float64Array.from(steps).sort());
    assert.deepEqual(
      losses,
      steps.map((step) => 1 / step),
    );
    assert.deepEqual([steps[0], steps.at(-1)], [1, 20_000]);
  });

  it('starts afresh when it is cleared', () => {
    const curve = new CurveBuffer();
    curve.append(one(1, 3));
    curve.clear();
    assert.equal(curve.points().steps.length, 0);
  });
});
