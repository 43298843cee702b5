import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { cellAt, gridOf, heightOf } from '../../../webview/confusion/grid';
import { scoresOf, shareOf } from '../../../webview/confusion/scores';

const confusion = (...counts: readonly number[]) => ({ step: 1, counts: Int32Array.from(counts) });

describe('scores of a confusion matrix', () => {
  it('are the shares of right answers, and of them by label', () => {
    const { examples, accuracy, macroF1, wanted, given } = scoresOf(confusion(6, 2, 1, 11));
    assert.equal(examples, 20);
    assert.equal(accuracy, 17 / 20);
    assert.ok(Math.abs(macroF1 - (12 / 15 + 22 / 25) / 2) < 1e-15);
    assert.deepEqual(
      [[...wanted], [...given]],
      [
        [8, 12],
        [7, 13],
      ],
    );
  });

  it('leave out labels that no text has', () => {
    assert.equal(scoresOf(confusion(5, 0, 0, 0)).macroF1, 1);
  });

  it('are nothing where nothing was counted', () => {
    const { accuracy, macroF1 } = scoresOf(confusion(0, 0, 0, 0));
    assert.deepEqual([accuracy, macroF1, shareOf(0, 0)], [NaN, NaN, NaN]);
  });
});

describe('the grid of a confusion matrix', () => {
  it('finds every cell where it lies, and nothing outside', () => {
    const width = fc.integer({ min: 260, max: 1600 });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), width, fc.integer({ min: 0, max: 400 }), (labels, wide, name) => {
        const grid = gridOf(labels, wide, name);
        assert.ok(grid.left + labels * grid.width <= wide && grid.width > 0);
        for (const [row, column] of [
          [0, 0],
          [labels - 1, labels - 1],
          [0, labels - 1],
        ] as const) {
          const [x, y] = [grid.left + (column + 0.5) * grid.width, grid.top + (row + 0.5) * grid.height];
          assert.deepEqual(cellAt(grid, x, y), [row, column]);
        }
        assert.equal(cellAt(grid, grid.left - 1, grid.top + 1), null);
        assert.equal(cellAt(grid, grid.left + 1, heightOf(grid) + 1), null);
      }),
    );
  });
});
