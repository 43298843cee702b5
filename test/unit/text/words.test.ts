import assert from 'node:assert/strict';
import fc from 'fast-check';
import { segmentCharacters } from '../../../src/text/characters';
import { tokenize } from '../../../src/text/tokenize';
import { hardText } from './alphabet';

function words(text: string): string[] {
  const { boundaries } = tokenize(text, 'word');
  return Array.from(boundaries.subarray(1), (end, i) => text.slice(boundaries[i], end));
}

describe('word tokeniser', () => {
  it('separates words, blanks and punctuation', () => {
    assert.deepEqual(words('Hello, world!'), ['Hello', ',', ' ', 'world', '!']);
  });

  it('keeps contractions and numbers in one piece, quotes and sentence ends out of them', () => {
    assert.deepEqual(words("don't 'go' 3.14 1,000."), ["don't", ' ', "'", 'go', "'", ' ', '3.14', ' ', '1,000', '.']);
  });

  it('takes an indentation for one token and each newline for one', () => {
    assert.deepEqual(words('a\n\n    b\r\n\t\tc'), ['a', '\n', '\n', '    ', 'b', '\r\n', '\t\t', 'c']);
  });

  it('keeps words with accents and in right-to-left scripts whole', () => {
    assert.deepEqual(words('cafe\u0301 naïve שלום عالم'), ['cafe\u0301', ' ', 'naïve', ' ', 'שלום', ' ', 'عالم']);
  });

  it('finds words in scripts written without spaces', () => {
    assert.ok(words('สวัสดีครับ').length > 1);
    assert.ok(words('私は学生です').length > 2);
  });

  it('takes each emoji for one token', () => {
    assert.deepEqual(words('ok👍🏽👍🏽!'), ['ok', '👍🏽', '👍🏽', '!']);
  });

  it('gives the text back when the tokens are put together', () => {
    fc.assert(
      fc.property(hardText(), (text) => assert.equal(words(text).join(''), text)),
      { numRuns: 500 },
    );
  });

  it('never ends a token inside a character, and has no empty token', () => {
    fc.assert(
      fc.property(hardText(), (text) => {
        const characters = new Set(segmentCharacters(text));
        const { boundaries, characterCount } = tokenize(text, 'word');
        boundaries.forEach((at, i) => {
          assert.ok(characters.has(at));
          if (i > 0) assert.ok(at > boundaries[i - 1]);
        });
        assert.equal(characterCount, characters.size - 1);
      }),
      { numRuns: 500 },
    );
  });

  it('cuts a long stretch of a script without spaces without losing any of it', () => {
    const text = '私は学生です'.repeat(500);
    assert.equal(words(text).join(''), text);
    assert.ok(words(text).length > 1500);
  });
});
