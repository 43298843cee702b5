import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokenize } from '../../../src/text/tokenize';
import { indexTokens } from '../../../src/text/vocabulary';
import { hardText } from './alphabet';

const index = (text: string, limit = 1000) => indexTokens(text, tokenize(text, 'character').boundaries, limit);

describe('indexTokens', () => {
  it('numbers tokens by falling frequency', () => {
    const { texts, ids, unknown } = index('abbcccdddd');
    assert.deepEqual(texts, ['d', 'c', 'b', 'a']);
    assert.deepEqual([...ids], [3, 2, 2, 1, 1, 1, 0, 0, 0, 0]);
    assert.equal(unknown, null);
  });

  it('numbers equally frequent tokens by first appearance', () => {
    assert.deepEqual(index('zyx👍🏽xyz').texts, ['z', 'y', 'x', '👍🏽']);
  });

  it('reads the rarest tokens as unknown when the vocabulary is capped, the limit included', () => {
    const { texts, ids, unknown } = index('aaabbcd', 3);
    assert.deepEqual(texts, ['', 'a', 'b']);
    assert.equal(unknown, 0);
    assert.deepEqual([...ids], [1, 1, 1, 2, 2, 0, 0]);
  });

  it('needs no unknown token when the distinct tokens just fit', () => {
    assert.equal(index('abc', 3).unknown, null);
  });

  it('tells 10,000 distinct characters apart', () => {
    const text = Array.from({ length: 10_000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    assert.equal(index(text, 20_000).texts.length, 10_000);
  });

  it('gives the text back from the ids', () => {
    fc.assert(
      fc.property(hardText(), (text) => {
        const { texts, ids } = index(text);
        assert.equal(Array.from(ids, (id) => texts[id]).join(''), text);
      }),
    );
  });
});
