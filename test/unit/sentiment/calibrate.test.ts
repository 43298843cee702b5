import { strict as assert } from 'node:assert';
import { Generator } from '../../../src/engine/generator';
import { apply, calibrated, favour, fitCalibration, type Judged } from '../../../src/sentiment/train/calibrate';
import { softmax } from '../../../src/training/softmax';
import { tinyReader } from './tinyReader';

/** Sentences whose labels are drawn from the probabilities that `scale · scores + bias` stand for. */
function drawn(scale: number, bias: readonly number[], count: number): Judged[] {
  const generator = new Generator(3);
  return Array.from({ length: count }, () => {
    const scores = [generator.normal(), generator.normal(), generator.normal()];
    const p = softmax(apply({ scale, bias }, scores));
    const at = generator.uniform();
    return { scores, label: at < p[0]! ? 0 : at < p[0]! + p[1]! ? 1 : 2, weight: 1 };
  });
}

describe('Calibration', () => {
  it('finds the scale and biases that labels were drawn with', () => {
    const { scale, bias } = fitCalibration(drawn(0.5, [0, 1, 0.5], 3000));
    assert.ok(Math.abs(scale - 0.5) < 0.1, `${scale}`);
    assert.ok(Math.abs(bias[1]! - bias[0]! - 1) < 0.2);
    assert.ok(Math.abs(bias[2]! - bias[0]! - 0.5) < 0.2);
  });

  it('favours a label by no more than what gives it to the share asked for', () => {
    const judged = drawn(1, [0, 0, 0], 1000);
    const neutral = { scale: 1, bias: [0, 0, 0] };
    const kept = (calibration: typeof neutral): number => {
      const own = judged.filter(({ label }) => label === 1);
      const given = own.filter(({ scores }) => {
        const z = apply(calibration, scores);
        return z[1]! >= z[0]! && z[1]! >= z[2]!;
      });
      return given.length / own.length;
    };
    const { bias } = favour(neutral, 1, judged, 0.9);
    assert.ok(kept({ scale: 1, bias: [0, bias[1]! + 1e-9, 0] }) >= 0.9);
    assert.ok(kept({ scale: 1, bias: [0, bias[1]! - 1e-9, 0] }) < 0.9);
    assert.deepEqual(favour(neutral, 1, judged, 0.1), neutral);
  });

  it('is a change of the output layer alone', () => {
    const { parameters } = tinyReader().reader;
    const changed = calibrated(parameters, { scale: 2, bias: [1, 2, 3] });
    changed.forEach(({ name, data }, p) => {
      const own = parameters[p]!.data;
      if (!name.startsWith('output.')) assert.equal(data, own);
      else
        data.forEach((value, i) => assert.equal(value, Math.fround(2 * own[i]! + (name.endsWith('bias') ? i + 1 : 0))));
    });
  });
});
