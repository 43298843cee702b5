import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  NO_SENTENCES,
  moveSentences,
  replaceStretch,
  rowOf,
  sentenceAt,
  sentencesIn,
} from '../../../../src/host/sentiment/sentences';
import { orderEdits } from '../../../../src/text/edits';
import { ranges, sentences } from './readers';

const known = sentences([
  [0, 10, 0, 0.9],
  [11, 20, 1, 0.8],
  [21, 30, 2, 0.7],
]);

const edited = (rangeOffset: number, rangeLength: number, text: string) =>
  ranges(moveSentences(known, orderEdits([{ rangeOffset, rangeLength, text }])));

describe('what is known of a document', () => {
  it('takes in a stretch in the place of what was there', () => {
    const merged = replaceStretch(known, {
      from: 11,
      to: 21,
      ...sentences([
        [11, 14, 2, 0.6],
        [15, 20, 0, 0.5],
      ]),
    });
    assert.deepEqual(ranges(merged), [
      [0, 10],
      [11, 14],
      [15, 20],
      [21, 30],
    ]);
    assert.deepEqual([...merged.labels], [0, 2, 0, 2]);
    assert.deepEqual([...rowOf(merged, 3)], [...rowOf(known, 2)]);
  });

  it('begins with the stretch that was read first, wherever that is', () => {
    const visible = replaceStretch(NO_SENTENCES, { from: 21, to: 30, ...sentences([[21, 30, 2, 0.7]]) });
    const all = replaceStretch(visible, { from: 0, to: 21, ...sentences([[0, 10, 0, 0.9]]) });
    assert.deepEqual(ranges(all), [
      [0, 10],
      [21, 30],
    ]);
  });

  it('loses what lies in a stretch without sentences', () => {
    assert.deepEqual(ranges(replaceStretch(known, { from: 0, to: 25, ...NO_SENTENCES })), []);
    assert.deepEqual(ranges(replaceStretch(known, { from: 10, to: 20, ...NO_SENTENCES })), [
      [0, 10],
      [21, 30],
    ]);
  });

  it('is the same whatever the order in which its stretches arrive', () => {
    const document = Array.from({ length: 20 }, (_, i) => [i * 10, i * 10 + 9, i % 3, 0.5 + i / 50] as const);
    const whole = sentences(document);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }), (order) => {
        const merged = order.reduce(
          (all, part) =>
            replaceStretch(all, {
              from: part * 50,
              to: part * 50 + 50,
              ...sentences(document.slice(part * 5, part * 5 + 5)),
            }),
          NO_SENTENCES,
        );
        assert.deepEqual(merged, whole);
      }),
    );
  });
});

describe('an edit', () => {
  it('moves the sentences behind it', () => {
    assert.deepEqual(edited(5, 0, 'xyz'), [
      [0, 13],
      [14, 23],
      [24, 33],
    ]);
  });

  it('at the edge of a sentence leaves the sentence as it is', () => {
    assert.deepEqual(edited(11, 0, 'So '), [
      [0, 10],
      [14, 23],
      [24, 33],
    ]);
    assert.deepEqual(edited(10, 0, '!'), [
      [0, 10],
      [12, 21],
      [22, 31],
    ]);
  });

  it('that deletes a sentence takes it away', () => {
    assert.deepEqual(edited(11, 10, ''), [
      [0, 10],
      [11, 20],
    ]);
  });

  it('that replaces the whole text leaves nothing', () => {
    assert.deepEqual(edited(0, 30, 'Something else.'), []);
  });

  it('across two sentences leaves what was not touched of each', () => {
    assert.deepEqual(edited(5, 10, '-'), [
      [0, 5],
      [6, 11],
      [12, 21],
    ]);
  });

  it('never makes sentences overlap or end before they start', () => {
    const change = fc.record({ rangeOffset: fc.nat(30), rangeLength: fc.nat(12), text: fc.string({ maxLength: 9 }) });
    fc.assert(
      fc.property(change, (one) => {
        const after = moveSentences(known, orderEdits([one]));
        after.starts.forEach((start, i) => {
          assert.ok(start < after.ends[i]!);
          assert.ok(i === 0 || start >= after.ends[i - 1]!);
        });
        assert.equal(after.probabilities.length, after.starts.length * 3);
      }),
    );
  });
});

describe('a place in the text', () => {
  it('lies in the sentence around it, the end of its last word included', () => {
    assert.deepEqual(
      [0, 9, 10, 11, 20, 30].map((offset) => sentenceAt(known, offset)),
      [0, 0, 0, 1, 1, 2],
    );
  });

  it('lies in no sentence between two, nor in an empty document', () => {
    const apart = sentences([
      [0, 5, 0, 1],
      [20, 25, 0, 1],
    ]);
    assert.equal(sentenceAt(apart, 12), -1);
    assert.equal(sentenceAt(NO_SENTENCES, 0), -1);
  });

  it('range touches the sentences it overlaps', () => {
    assert.deepEqual(sentencesIn(known, 10, 11), [1, 1]);
    assert.deepEqual(sentencesIn(known, 9, 22), [0, 3]);
    assert.deepEqual(sentencesIn(known, 0, Infinity), [0, 3]);
  });
});
