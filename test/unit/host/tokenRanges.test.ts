import assert from 'node:assert/strict';
import fc from 'fast-check';
import { offsetsOfTokens, tokensOfOffsets } from '../../../src/host/tokenRanges';
import type { TokenTable } from '../../../src/host/tokenRanges';

/** `ab` `c` `👩🏽‍🚀` with a space that is no token between the first two. */
const table: TokenTable = { starts: Int32Array.of(0, 3, 4), ends: Int32Array.of(2, 4, 11) };

describe('token ranges', () => {
  it('give the text of the tokens from the first to the last', () => {
    assert.deepEqual(offsetsOfTokens(table, 0, 2), [0, 4]);
    assert.deepEqual(offsetsOfTokens(table, 2, 3), [4, 11]);
  });

  it('end with the text and are null outside of it', () => {
    assert.deepEqual(offsetsOfTokens(table, 1, 99), [3, 11]);
    assert.equal(offsetsOfTokens(table, 3, 4), null);
    assert.equal(offsetsOfTokens(table, -1, 1), null);
    assert.equal(offsetsOfTokens(table, 1, 1), null);
  });

  it('find the token that a cursor stands before or in', () => {
    assert.deepEqual(tokensOfOffsets(table, 0, 0), [0, 1]);
    assert.deepEqual(tokensOfOffsets(table, 1, 1), [0, 1]);
    assert.deepEqual(tokensOfOffsets(table, 4, 4), [2, 3]);
  });

  it('find the last token for a cursor at the end of the text', () => {
    assert.deepEqual(tokensOfOffsets(table, 11, 11), [2, 3]);
  });

  it('find nothing between tokens', () => {
    assert.equal(tokensOfOffsets(table, 2, 2), null);
    assert.equal(tokensOfOffsets(table, 2, 3), null);
  });

  it('find every token that a selection touches', () => {
    assert.deepEqual(tokensOfOffsets(table, 1, 5), [0, 3]);
    assert.deepEqual(tokensOfOffsets(table, 2, 4), [1, 2]);
  });

  it('lead from tokens to text and back', () => {
    const lengths = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(lengths, fc.nat(), fc.nat(), (gaps, a, b) => {
        let at = 0;
        const ranges = gaps.map(([gap, length]) => [(at += gap), (at += length)]);
        const random = {
          starts: Int32Array.from(ranges, ([start]) => start!),
          ends: Int32Array.from(ranges, ([, end]) => end!),
        };
        const [from, to] = [a % ranges.length, b % ranges.length].sort((x, y) => x - y) as [number, number];
        assert.deepEqual(tokensOfOffsets(random, ...offsetsOfTokens(random, from, to + 1)!), [from, to + 1]);
      }),
    );
  });
});
