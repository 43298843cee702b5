import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  columnAt,
  columnX,
  COLUMN_RANGE,
  layoutTimeline,
  scrollTo,
  visibleColumns,
} from '../../../webview/core/timeline';

const layouts = fc.record({
  width: fc.integer({ min: 200, max: 3000 }),
  ratio: fc.constantFrom(1, 1.25, 1.44, 1.5, 2, 3),
  length: fc.integer({ min: 1, max: 3000 }),
  columnWidth: fc.option(fc.double({ min: 1, max: 200, noNaN: true })),
  scroll: fc.double({ min: 0, max: 3000, noNaN: true }),
});

describe('time axis', () => {
  it('puts every column on whole device pixels', () => {
    fc.assert(
      fc.property(layouts, ({ width, ratio, length, columnWidth, scroll }) => {
        const timeline = layoutTimeline(width, ratio, length, columnWidth, scroll);
        for (const column of [0, 1, length - 1]) {
          const device = columnX(timeline, column) * ratio;
          assert.ok(Math.abs(device - Math.round(device)) < 1e-6, `${device}`);
        }
      }),
    );
  });

  it('finds the column under the middle of every visible column', () => {
    fc.assert(
      fc.property(layouts, ({ width, ratio, length, columnWidth, scroll }) => {
        const timeline = layoutTimeline(width, ratio, length, columnWidth, scroll);
        const [from, to] = visibleColumns(timeline);
        for (let column = from + 1; column < to - 1; column++) {
          assert.equal(columnAt(timeline, columnX(timeline, column) + timeline.column / 2), column);
        }
      }),
    );
  });

  it('scrolls a column into sight, and leaves the scroll alone when it is', () => {
    fc.assert(
      fc.property(layouts, fc.nat(2999), ({ width, ratio, length, columnWidth, scroll }, wanted) => {
        const column = wanted % length;
        const before = layoutTimeline(width, ratio, length, columnWidth, scroll);
        const after = layoutTimeline(width, ratio, length, columnWidth, scrollTo(before, column));
        const x = columnX(after, column);
        assert.ok(x >= after.left - 1 && x + after.column <= after.left + after.width + 1, `${x}`);
        const again = layoutTimeline(width, ratio, length, columnWidth, scrollTo(after, column));
        assert.ok(Math.abs(again.scroll - after.scroll) <= 1);
      }),
    );
  });

  it('fits short traces into the width and keeps long ones legible', () => {
    assert.ok(layoutTimeline(1000, 1, 10, null, 0).column > 40);
    assert.equal(layoutTimeline(1000, 1, 5000, null, 0).column, COLUMN_RANGE.legible);
  });
});
