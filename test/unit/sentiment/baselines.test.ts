import assert from 'node:assert/strict';
import { naiveBayes } from '../../../bench/sentiment/naiveBayes';
import { answersTo, splitsOf } from '../../../bench/sentiment/split';
import { afinn, sentimentPackage, vader } from '../../../bench/sentiment/wordLists';
import type { Example } from '../../../src/sentiment/labels';

const three: readonly Example[] = [
  { label: 'positive', text: 'This is a wonderful and lovely film.' },
  { label: 'neutral', text: 'The table has four legs.' },
  { label: 'negative', text: 'This is an awful and terrible film.' },
];
const textsOf = (examples: readonly Example[]): string[] => examples.map(({ text }) => text);

describe('baselines of the sentiment bench', () => {
  for (const [name, open] of Object.entries({ sentiment: sentimentPackage, vader, afinn }))
    it(`${name} tells opinions apart, and leaves alone what is none`, async () => {
      const scores = (await open()).scores(textsOf(three));
      assert.deepEqual(
        answersTo({ split: 'own', examples: three }, scores),
        three.map(({ label }) => label),
      );
    });

  it('VADER’s thresholds are those of its documentation', async () => {
    // Compound: -0.0258 and -0.0516.
    const examples = [
      { label: 'neutral', text: 'I am glad and sad.' },
      { label: 'negative', text: 'It is good and poor.' },
    ] as const;
    const split = { split: 'own', examples: [...examples, ...three] };
    assert.deepEqual(answersTo(split, (await vader()).scores(textsOf(split.examples))).slice(0, 2), [
      'neutral',
      'negative',
    ]);
  });

  it('naive Bayes weighs words and pairs by add-one counts', () => {
    const examples: Example[] = [
      { label: 'positive', text: 'good good' },
      { label: 'negative', text: 'bad' },
      { label: 'neutral', text: 'blue' },
    ];
    const [negative, neutral, positive] = Array.from(naiveBayes(examples).scores(['good']));
    // Terms: good, "good good", bad, blue. Of the positive text's three terms two are "good".
    assert.ok(Math.abs(positive! - Math.log((1 / 3) * (3 / 7))) < 1e-12);
    assert.ok(Math.abs(negative! - Math.log((1 / 3) * (1 / 5))) < 1e-12);
    assert.equal(neutral, negative);
  });

  it('naive Bayes hears nothing in words it never saw', () => {
    const [negative, , positive] = Array.from(naiveBayes([...three, three[0]!]).scores(['xyzzy']));
    assert.ok(positive! > negative!, 'only how frequent the labels are');
  });

  it('a model chooses among the labels that occur in a split', () => {
    const examples: Example[] = [
      { label: 'positive', text: 'a' },
      { label: 'negative', text: 'b' },
    ];
    assert.deepEqual(answersTo({ split: 'two', examples }, [0.2, 0.7, 0.1, 0.1, 0.7, 0.2]), ['negative', 'positive']);
  });

  it('where a set only knows negative and the rest, positive counts as the rest', () => {
    const test: Example[] = [
      { label: 'neutral', text: 'a' },
      { label: 'negative', text: 'b' },
    ];
    const [split] = splitsOf([{ name: 'two', open: false, train: [], test, positiveIs: 'neutral' }]);
    assert.deepEqual(answersTo(split!, [0.2, 0.1, 0.7, 0.6, 0.3, 0.1]), ['neutral', 'negative']);
  });
});
