import assert from 'node:assert/strict';
import { lineParts } from '../../../../src/host/sentiment/lineParts';

const shown = (text: string): string[] => lineParts(text).map(([from, to]) => text.slice(from, to));

describe('a sentence over several lines', () => {
  it('is drawn without the indentation of its lines', () => {
    assert.deepEqual(shown('This is slow,\n    and it leaks.'), ['This is slow,', 'and it leaks.']);
  });

  it('is drawn without the signs of comments, lists and quotations', () => {
    for (const sign of ['//', '///', ' *', '#', '--', ';;', '>', '\t*']) {
      assert.deepEqual(shown(`It works\n${sign} very well.`), ['It works', 'very well.'], sign);
    }
  });

  it('skips lines without words, and line ends of either kind', () => {
    assert.deepEqual(shown('One\r\n *\r\n * two'), ['One', 'two']);
  });
});
