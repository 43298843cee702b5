import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { FRAME_BYTE_LIMIT } from '../../../src/protocol/frame';
import type { RunInfo } from '../../../src/protocol/run';
import { INITIAL_VIEW } from '../../../webview/core/state';
import { subscriptionFor } from '../../../webview/core/subscription';
import { INFO } from '../fixtures';

/** The fixture's model with other sizes. */
function model(length: number, units: number, vocabulary: number): RunInfo {
  const tensors = INFO.schema.tensors.map((tensor) => ({
    ...tensor,
    shape: tensor.axes.map((axis) => ({ time: length, unit: units, token: vocabulary })[axis]),
  }));
  return { ...INFO, schema: { ...INFO.schema, tensors } };
}

describe('subscription', () => {
  it('never asks for more than a frame may carry while a column of the heatmap fits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 1024 }),
        fc.integer({ min: 2, max: 10_000 }),
        fc.nat(1999),
        fc.integer({ min: 1, max: 60 }),
        (length, units, vocabulary, first, width) => {
          const info = model(length, units, vocabulary);
          const from = Math.min(first, length - 1);
          const { tensors, ...range } = subscriptionFor(info, INITIAL_VIEW, [from, Math.min(length, from + width)]);
          const perColumn = tensors.map((id) => {
            const { shape } = info.schema.tensors.find((tensor) => tensor.id === id)!;
            return shape.slice(1).reduce((product, size) => product * size, 4);
          });
          const bytes = perColumn.reduce((sum, size) => sum + size, 0) * (range.to - range.from);
          assert.ok(bytes <= FRAME_BYTE_LIMIT, `${bytes} bytes`);
        },
      ),
    );
  });

  it('covers what is in sight', () => {
    const { from, to } = subscriptionFor(model(2000, 256, 100), INITIAL_VIEW, [700, 740]);
    assert.ok(from <= 700 && to >= 740, `${from}..${to}`);
  });

  it('keeps the heatmap’s tensor when not everything fits', () => {
    const view = { ...INITIAL_VIEW, tensor: 'gate:f', layer: 0 };
    const { tensors } = subscriptionFor(model(512, 1024, 10_000), view, [0, 50]);
    assert.equal(tensors[0], 'l0.gate.f');
    assert.ok(!tensors.includes('logits'));
  });

  it('asks for short traces whole, so that scrolling needs no new frame', () => {
    const { from, to } = subscriptionFor(INFO, INITIAL_VIEW, [10, 20]);
    assert.deepEqual([from, to], [0, 64]);
  });
});
