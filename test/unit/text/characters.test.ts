import assert from 'node:assert/strict';
import fc from 'fast-check';
import { segmentCharacters } from '../../../src/text/characters';
import { hardText } from './alphabet';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const reference = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

function clusters(text: string): string[] {
  const boundaries = segmentCharacters(text);
  return Array.from(boundaries.subarray(1), (end, i) => text.slice(boundaries[i], end));
}

describe('segmentCharacters', () => {
  it('takes an emoji with modifiers, a flag, and a letter with its marks for one character each', () => {
    assert.deepEqual(clusters('a👍🏽👩‍👩‍👧🇫🇷e\u0301b'), ['a', '👍🏽', '👩‍👩‍👧', '🇫🇷', 'e\u0301', 'b']);
  });

  it('takes CRLF for one character, and CR and LF apart for one each', () => {
    assert.deepEqual(clusters('\r\n\n\r\r\n'), ['\r\n', '\n', '\r', '\r\n']);
  });

  it('never lets CRLF swallow what follows', () => {
    assert.deepEqual(clusters('a\r\n👍🏽👍🏽'), ['a', '\r\n', '👍🏽', '👍🏽']);
  });

  it('keeps tabs, NUL, lone surrogates and right-to-left letters as one character each', () => {
    assert.deepEqual(clusters('\t\0\ud83dא\udc00ب'), ['\t', '\0', '\ud83d', 'א', '\udc00', 'ب']);
  });

  it('finds no character in an empty text', () => {
    assert.deepEqual(clusters(''), []);
  });

  it('agrees with Intl.Segmenter on hard text', () => {
    fc.assert(
      fc.property(hardText(), (text) => assert.deepEqual(clusters(text), reference(text))),
      { numRuns: 500 },
    );
  });

  it('agrees with Intl.Segmenter on any UTF-16', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = units.join('');
        assert.deepEqual(clusters(text), reference(text));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with Intl.Segmenter on every code unit between, before and after plain letters', () => {
    for (let first = 0; first < 0x10000; first += 256) {
      const units = Array.from({ length: 256 }, (_, i) => String.fromCharCode(first + i));
      const text = units.map((unit) => `a${unit}${unit}`).join('');
      assert.deepEqual(clusters(text), reference(text), `U+${first.toString(16)}`);
    }
  });

  it('cuts long stretches without plain letters right, whatever the length of a character', () => {
    for (const unit of ['👍🏽', '👩‍👩‍👧', '🇫🇷', 'नि', `e${'\u0301'.repeat(300)}`]) {
      assert.deepEqual(clusters(unit.repeat(400)), Array<string>(400).fill(unit));
    }
  });
});
