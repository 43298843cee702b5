import { strict as assert } from 'node:assert';
import { verdictOf } from '../../../webview/gradients/vanishing';
import { sentence } from '../../../webview/gradients/words';

const decaying = (factor: number, length: number) =>
  Float64Array.from({ length }, (_, t) => factor ** (length - 1 - t));

describe('verdict on a gradient through time', () => {
  it('names the first step back that is under a millionth of the maximum', () => {
    const verdict = verdictOf(decaying(0.1, 20), 0, 'forward');
    // 10^-6 itself is not under it.
    assert.deepEqual(verdict, { kind: 'vanishes', at: 12, peak: 19, steps: 7 });
    assert.equal(
      sentence(verdict, '∂L/∂h'),
      '∂L/∂h vanishes at t=12, 7 steps back from its maximum at t=19: under 10⁻⁶ of it.',
    );
  });

  it('counts columns from where the frame begins', () => {
    assert.deepEqual(verdictOf(decaying(0.1, 20), 100, 'forward'), {
      kind: 'vanishes',
      at: 112,
      peak: 119,
      steps: 7,
    });
  });

  it('follows a layer that reads in reverse the other way', () => {
    const verdict = verdictOf(decaying(0.1, 20).reverse(), 0, 'reverse');
    assert.deepEqual(verdict, { kind: 'vanishes', at: 7, peak: 0, steps: 7 });
  });

  it('does not call a gradient vanished that was small only after its maximum', () => {
    const verdict = verdictOf(Float64Array.of(1, 0.5, 1e-9), 0, 'forward');
    assert.deepEqual(verdict, { kind: 'survives', peak: 0, least: 1, leastAt: 0 });
  });

  it('gives the least share where nothing vanishes', () => {
    const verdict = verdictOf(decaying(0.5, 5), 0, 'forward');
    assert.deepEqual(verdict, { kind: 'survives', peak: 4, least: 1 / 16, leastAt: 0 });
    assert.match(
      sentence(verdict, '∂L/∂h'),
      /does not vanish in this window: at least 6\.25\s% of its maximum \(t=0\)/,
    );
  });

  it('tells a gradient that is not finite, or not there, from one that vanishes', () => {
    assert.deepEqual(verdictOf(Float64Array.of(1, NaN), 3, null), { kind: 'notFinite', at: 4 });
    assert.deepEqual(verdictOf(new Float64Array(4), 0, null), { kind: 'none' });
    assert.deepEqual(verdictOf(new Float64Array(0), 0, null), { kind: 'none' });
  });
});
