import { strict as assert } from 'node:assert';
import {
  isOwnOrder,
  isPermutation,
  moved,
  ownOrder,
  reversed,
  sentenceOf,
  shuffled,
  swappedClauses,
  unitsOf,
} from '../../../webview/sentence/units';
import { wordFormsOf } from '../../../src/text/wordForms';
import { makeReading } from '../readings';

const TRICKY = [
  'I don’t think it’s bad, but the 3rd act (all 20:15 minutes of it) isn’t good :) !!',
  'snake_case, camelCase and https://example.org/a?b=c are read… or not; who knows?',
  '“Well…” she said — not @happy, not sad: fine.',
  'utf8 is fine,but this,has,no blanks',
  '¡İstanbul! e\u0301te\u0301 <3 <3d ?!',
];

describe('units of a sentence', () => {
  it('keeps what touches together and takes marks apart', () => {
    assert.deepEqual(unitsOf(makeReading('I don’t think so, but fine.')), [
      'I',
      'don’t',
      'think',
      'so',
      ',',
      'but',
      'fine',
      '.',
    ]);
  });

  it('has exactly the same words in whatever order it is put together', () => {
    for (const text of TRICKY) {
      const units = unitsOf(makeReading(text));
      const bag = (one: string) =>
        wordFormsOf(one)
          .map((form) => form.text)
          .sort();
      for (const order of [reversed(units), shuffled(units, 3), shuffled(units, 4), swappedClauses(units)]) {
        if (order === null) continue;
        assert.ok(isPermutation(order, units.length));
        assert.deepEqual(bag(sentenceOf(units, order)), bag(text), sentenceOf(units, order));
      }
    }
  });

  it('swaps what stands around a turn, and leaves the full stop at the end', () => {
    const swap = (text: string) => {
      const units = unitsOf(makeReading(text));
      const order = swappedClauses(units);
      return order && sentenceOf(units, order);
    };
    assert.equal(swap('The plot is thin, but the acting is warm.'), 'the acting is warm , but The plot is thin .');
    assert.equal(swap('Slow and dull yet oddly moving!'), 'oddly moving yet Slow and dull !');
    assert.equal(swap('It works.'), null);
    assert.equal(swap('But it works'), null);
    assert.equal(swap(''), null);
  });

  it('turns a sentence around but for its end', () => {
    const units = ['not', 'good', '!', '!'];
    assert.deepEqual(reversed(units), [1, 0, 2, 3]);
  });

  it('shuffles the same for the same seed, and otherwise for another', () => {
    const units = 'a b c d e f g h .'.split(' ');
    assert.deepEqual(shuffled(units, 7), shuffled(units, 7));
    assert.notDeepEqual(shuffled(units, 7), shuffled(units, 8));
    assert.equal(shuffled(units, 7).at(-1), 8);
  });

  it('moves one unit and knows the sentence’s own order', () => {
    assert.deepEqual(moved([0, 1, 2, 3], 0, 2), [1, 2, 0, 3]);
    assert.deepEqual(moved([0, 1, 2, 3], 3, 1), [0, 3, 1, 2]);
    assert.ok(isOwnOrder(ownOrder(5)));
    assert.ok(!isOwnOrder(moved(ownOrder(5), 0, 1)));
    assert.ok(!isPermutation([0, 0, 1], 3) && !isPermutation([0, 1], 3) && !isPermutation([0, 1, 3], 3));
  });
});
