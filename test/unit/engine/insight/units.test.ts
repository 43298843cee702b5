import { strict as assert } from 'node:assert';
import { deadUnits, saturation } from '../../../../src/engine/insight/units';

describe('gate saturation', () => {
  it('is the share of timesteps near either end, per unit', () => {
    const gate = Float64Array.of(0.05, 0.5, 0.95, 0.5, 0.05, 0.5, 0.5, 0.95);
    const { low, high } = saturation(gate, 2, false);
    assert.deepEqual([...low], [0.5, 0]);
    assert.deepEqual([...high], [0.25, 0.25]);
  });

  it('takes a candidate at -1 to 1', () => {
    const { low, high } = saturation(Float64Array.of(-0.95, 0, 0.05, 0.95), 1, true);
    assert.deepEqual([low[0], high[0]], [0.25, 0.25]);
  });
});

describe('dead units', () => {
  it('of relu never rise above zero', () => {
    assert.deepEqual(deadUnits('rnn_relu', Float32Array.of(0, 0, 0, 0.1, 0, 0), 3), [1, 2]);
    assert.deepEqual(deadUnits('rnn_relu', Float32Array.of(0, 0, 0, 0, 0.1, 0), 3), [0, 2]);
  });

  it('of tanh stay where it is flat', () => {
    assert.deepEqual(deadUnits('rnn_tanh', Float64Array.of(1, 0.9999, -0.5, -1, 0.2, 0.99999), 3), [0]);
  });

  it('of gated cells do not move', () => {
    assert.deepEqual(deadUnits('lstm', Float64Array.of(0.3, 0.3, 0.3001, 0.5), 2), [0]);
    assert.deepEqual(deadUnits('gru', Float64Array.of(0.3, 0.3, 0.5, 0.3001), 2), [1]);
  });
});
