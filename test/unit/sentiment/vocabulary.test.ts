import { strict as assert } from 'node:assert';
import { Generator } from '../../../src/engine/generator';
import { ParameterAverage } from '../../../src/sentiment/train/average';
import { grammarSentences } from '../../../src/sentiment/train/grammar';
import { rowsOf, sample } from '../../../src/sentiment/train/rows';
import { firstVectors, vocabularyOf } from '../../../src/sentiment/train/vocabulary';

const VECTORS = new Map([
  ['film', Float32Array.of(1, 2)],
  ['rare', Float32Array.of(3, 4)],
  ['der', Float32Array.of(5, 6)],
]);
const TEXTS = ['a film a film', 'a der der der 12 12 12 12 @someone @someone @someone @someone', 'a nice'];

describe('The vocabulary of a training', () => {
  it('takes the most frequent words, then those that have a vector', () => {
    assert.deepEqual(vocabularyOf(TEXTS, VECTORS, 10).words, ['a', 'film', 'rare']);
    assert.deepEqual(vocabularyOf(TEXTS, VECTORS, 2).words, ['a', 'film']);
  });

  it('begins with the vectors there are and small random ones', () => {
    const table = vocabularyOf(TEXTS, VECTORS, 10);
    const data = firstVectors(table, VECTORS, 2, 1);
    assert.equal(data.length, table.size * 2);
    const film = table.id({ text: 'film' });
    assert.deepEqual([...data.subarray(film * 2, film * 2 + 2)], [1, 2]);
    assert.ok(data.subarray(0, table.firstWord * 2).every((value) => value !== 0 && Math.abs(value) < 1));
  });
});

describe('The rows of a training', () => {
  const table = vocabularyOf(TEXTS, VECTORS, 10);

  it('hold each word and what it would be if it had never been seen', () => {
    const [row] = rowsOf(
      [
        { text: 'A film', label: 'positive' },
        { text: ' ', label: 'neutral' },
      ],
      table,
    );
    assert.deepEqual(
      [...row!.ids],
      ['a', 'film'].map((text) => table.id({ text })),
    );
    assert.deepEqual(
      [...row!.unseen],
      ['a', 'film'].map((text) => table.bucket(text)),
    );
    assert.equal(row!.label, 2);
  });

  it('are read as often as their share says, whole and in part', () => {
    const rows = rowsOf(
      Array.from({ length: 10 }, () => ({ text: 'a', label: 'neutral' as const })),
      table,
    );
    const drawn = sample(rows, 2.3, new Generator(1));
    assert.equal(drawn.length, 23);
    for (const row of rows) assert.ok(drawn.filter((other) => other === row).length >= 2);
    assert.equal(new Set(sample(rows, 0.5, new Generator(1))).size, 5);
  });
});

describe('The grammar of a training', () => {
  it('writes the same sentences from the same seed, of every label', () => {
    const sentences = grammarSentences(300, new Generator(1));
    assert.deepEqual(sentences, grammarSentences(300, new Generator(1)));
    assert.deepEqual(new Set(sentences.map(({ label }) => label)), new Set(['negative', 'neutral', 'positive']));
    assert.ok(sentences.every(({ text }) => !/[{}|]|undefined/.test(text)));
  });
});

describe('The average of parameters', () => {
  it('is the mean of all samples at first, then follows the last', () => {
    const average = new ParameterAverage(2);
    const add = (value: number) => average.add([{ name: 'w', shape: [1], data: Float32Array.of(value) }]);
    [1, 3].forEach(add);
    assert.equal(average.read()[0]!.data[0], 2);
    add(6);
    assert.equal(average.read()[0]!.data[0], 4);
  });
});
