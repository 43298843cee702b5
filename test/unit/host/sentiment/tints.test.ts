import assert from 'node:assert/strict';
import { MAX_MARKS, marks, tintsIn } from '../../../../src/host/sentiment/tints';
import { SENTIMENT, sentences } from './readers';

const known = sentences([
  [0, 10, 0, 0.95],
  [10, 20, 1, 0.99],
  [20, 30, 2, 0.8],
  [30, 40, 2, 0.55],
]);

describe('the tints of an editor', () => {
  it('leave neutral sentences alone', () => {
    assert.deepEqual(
      tintsIn(SENTIMENT, known, [0, Infinity], 0).map(({ start }) => start),
      [0, 20, 30],
    );
  });

  it('are stronger the surer the reader is', () => {
    assert.deepEqual(
      tintsIn(SENTIMENT, known, [0, Infinity], 0).map(({ step }) => step),
      [2, 1, 0],
    );
  });

  it('leave out what is less probable than the user wants to see', () => {
    assert.deepEqual(
      tintsIn(SENTIMENT, known, [0, Infinity], 0.6).map(({ start }) => start),
      [0, 20],
    );
  });

  it('are those of the part that is on screen', () => {
    assert.deepEqual(
      tintsIn(SENTIMENT, known, [25, 31], 0).map(({ start }) => start),
      [20, 30],
    );
  });
});

describe('the marks of an overview ruler', () => {
  it('are one for neighbouring lines of a label', () => {
    const lines = marks(SENTIMENT, known, 0, (offset) => offset / 10);
    assert.deepEqual(lines, [[[0, 0]], [], [[2, 3]]]);
  });

  it('mark a line once', () => {
    assert.deepEqual(
      marks(SENTIMENT, known, 0, () => 7),
      [[[7, 7]], [], [[7, 7]]],
    );
  });

  it('are those of the surest sentences when there are too many', () => {
    const many = sentences(
      Array.from({ length: 3 * MAX_MARKS }, (_, i) => [i * 10, i * 10 + 9, 2, i % 3 === 0 ? 0.9 : 0.6] as const),
    );
    const lines = marks(SENTIMENT, many, 0, (offset) => offset / 5).flat();
    assert.equal(lines.length, MAX_MARKS);
    assert.ok(lines.every(([line]) => line % 6 === 0));
  });
});
