import { strict as assert } from 'node:assert';
import { lanesOf } from '../../../webview/graph/lanes';
import { measure, thickness } from '../../../webview/graph/measures';
import { kindsOf, weightsOf } from '../../../webview/graph/weights';
import { layeredSymbol, prettySymbol } from '../../../webview/core/symbols';
import { makeFrame, SCHEMA, traceValues, UNITS } from '../fixtures';

describe('graph', () => {
  it('stacks the lanes along the flow of a timestep', () => {
    const lanes = lanesOf(SCHEMA.wiring).map(({ node }) => node.id);
    assert.deepEqual(lanes, ['x', 'l0.c', 'l0.h', 'l1.c', 'l1.h', 'y', 'L']);
  });

  it('counts a matrix once, however many edges it lies on, and colours it by its kind', () => {
    const labels = weightsOf(SCHEMA.wiring).map(({ label }) => label);
    assert.deepEqual(labels, ['W_xh', 'W_hh', 'W_xh⁽²⁾', 'W_hh⁽²⁾', 'W_hy']);
    assert.deepEqual(kindsOf(SCHEMA.wiring), ['W_xh', 'W_hh', 'W_hy']);
  });

  it('writes layers as raised numbers', () => {
    assert.equal(prettySymbol('W_hh^(12)'), 'W_hh⁽¹²⁾');
    assert.equal(layeredSymbol({ symbol: 'h', layer: 1, direction: 'reverse' }), 'h⁽²⁾←');
  });

  it('colours a node by the mean of its units and widens the band by the gradient’s norm', () => {
    const measures = measure(makeFrame({ step: 40, number: 1 }), SCHEMA.wiring);
    const values = traceValues(40);
    const column = (id: string, t: number) => values.get(id)!.subarray(t * UNITS, (t + 1) * UNITS);
    const mean = column('l1.h', 7).reduce((sum, value) => sum + value, 0) / UNITS;
    assert.equal(measures.means.get('l1.h')!.values[7], mean);
    const norm = Math.sqrt(column('l0.dc', 7).reduce((sum, value) => sum + value * value, 0));
    assert.equal(measures.gradients.get('l0.c')!.values[7], norm);
  });

  it('shows six decades of gradient as thickness', () => {
    assert.equal(thickness(1, 1), 1);
    assert.ok(Math.abs(thickness(1e-3, 1) - 0.5) < 1e-12);
    assert.equal(thickness(1e-7, 1), 0);
    assert.equal(thickness(0, 0), 0);
    assert.equal(thickness(NaN, 1), 0);
  });
});
