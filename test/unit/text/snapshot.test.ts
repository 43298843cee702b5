import assert from 'node:assert/strict';
import fc from 'fast-check';
import { takeSnapshot } from '../../../src/text/snapshot';
import { hardText } from './alphabet';

describe('takeSnapshot', () => {
  it('takes the whole document when nothing is selected', () => {
    const whole = { text: 'abc', pieces: [{ from: 0, start: 0, end: 3 }] };
    assert.deepEqual(takeSnapshot('abc', []), whole);
    assert.deepEqual(takeSnapshot('abc', [{ start: 2, end: 2 }]), whole);
  });

  it('joins separate selections by a newline, in document order', () => {
    const snapshot = takeSnapshot('one two three', [
      { start: 8, end: 13 },
      { start: 0, end: 3 },
    ]);
    assert.equal(snapshot.text, 'one\nthree');
    assert.deepEqual(snapshot.pieces, [
      { from: 0, start: 0, end: 3 },
      { from: 4, start: 8, end: 13 },
    ]);
  });

  it('joins by the newline the document uses, and by none after a piece that ends in one', () => {
    const apart = (document: string, ...ends: number[]) =>
      takeSnapshot(
        document,
        ends.map((end) => ({ start: end - 2, end })),
      ).text;
    assert.equal(apart('ab\r\ncd ef', 2, 6), 'ab\r\ncd');
    assert.equal(apart('a\nb cd', 2, 6), 'a\ncd');
  });

  it('makes overlapping and touching selections one', () => {
    const ranges = [
      { start: 0, end: 2 },
      { start: 2, end: 4 },
      { start: 3, end: 5 },
    ];
    assert.deepEqual(takeSnapshot('abcdef', ranges), { text: 'abcde', pieces: [{ from: 0, start: 0, end: 5 }] });
  });

  it('holds in each piece exactly the text of its document range', () => {
    fc.assert(
      fc.property(hardText(), fc.array(fc.tuple(fc.nat(50), fc.nat(20))), (document, picks) => {
        const ranges = picks.map(([start, length]) => ({
          start: Math.min(start, document.length),
          end: Math.min(start + length, document.length),
        }));
        const { text, pieces } = takeSnapshot(document, ranges);
        for (const { from, start, end } of pieces) {
          assert.equal(text.slice(from, from + end - start), document.slice(start, end));
        }
      }),
    );
  });
});
