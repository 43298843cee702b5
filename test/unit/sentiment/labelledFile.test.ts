import assert from 'node:assert/strict';
import { parseLabelled } from '../../../bench/sentiment/labelledFile';

describe('a labelled file for the bench', () => {
  it('may write the labels in any case and with any line ends', () => {
    assert.deepEqual(parseLabelled('\uFEFFPositive\tGood.\r\nNEG\tBad.\r\nneutral \tBlue.\n').examples, [
      { label: 'positive', text: 'Good.' },
      { label: 'negative', text: 'Bad.' },
      { label: 'neutral', text: 'Blue.' },
    ]);
  });

  it('keeps tabs of the text and passes over empty lines', () => {
    assert.deepEqual(parseLabelled('positive\ta\tb\n\n  \n'), {
      examples: [{ label: 'positive', text: 'a\tb' }],
      withoutTab: 0,
      unknownLabels: 0,
    });
  });

  it('counts lines that are no example', () => {
    const { examples, withoutTab, unknownLabels } = parseLabelled(
      'label\ttext\npositive\tGood.\nno tab\nangry\tGrr.\n',
    );
    assert.deepEqual([examples.length, withoutTab, unknownLabels], [1, 1, 2]);
  });

  for (const [numbers, meant] of [
    ['0 1', 'negative positive'],
    ['-1 0 1', 'negative neutral positive'],
    ['0 1 2', 'negative neutral positive'],
  ] as const)
    it(`takes ${numbers} for ${meant}`, () => {
      const lines = numbers.split(' ').map((number) => `${number}\ttext`);
      assert.equal(
        parseLabelled(lines.join('\n'))
          .examples.map(({ label }) => label)
          .join(' '),
        meant,
      );
    });

  it('takes numbers beside names, and numbers of more classes, for no labels', () => {
    const mixed = parseLabelled('positive\tGood.\n0\tBad.');
    assert.deepEqual([mixed.examples.length, mixed.unknownLabels], [1, 1]);
    assert.throws(() => parseLabelled('0\ta\n4\tb'), /No line is “label<TAB>text”/);
  });

  it('says what is expected of a file without an example', () => {
    for (const text of ['', 'only prose\n', '__proto__\tx'])
      assert.throws(() => parseLabelled(text), /negative, neutral, positive, or all of them 0 and 1/);
  });
});
