import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRAME_BYTE_LIMIT } from '../../../src/protocol/frame';
import { readerGuards } from '../../../src/protocol/sentimentGuards';
import { openReader } from '../../../src/sentiment/openReader';
import type { Reader } from '../../../src/sentiment/reader';
import { encodeReader } from '../../../src/sentiment/readerFile';
import { tinyReader } from './tinyReader';

const SHIPPED = join(__dirname, '../../../media/sentiment.safetensors');
const PRAISE = 'The documentation is clear and the examples are excellent.';
const BLAME = 'The plot is dull and the acting is a terrible mess.';
const FACT = 'Returns the index of the first element, or -1 when there is none.';

const labelOf = (reader: Reader, text: string): string => reader.info.labels[reader.answers([text]).labels[0]!]!;

describe('The shipped reader', () => {
  let reader: Reader;
  before(() => (reader = openReader(readFileSync(SHIPPED))));

  it('is no larger than what the extension has room for', () => {
    assert.ok(readFileSync(SHIPPED).length <= 2.4e6);
  });

  it('tells praise, blame and fact apart', () => {
    assert.deepEqual(
      [BLAME, FACT, PRAISE].map((text) => labelOf(reader, text)),
      ['negative', 'neutral', 'positive'],
    );
  });

  it('hears capitals as it hears small letters', () => {
    const { probabilities } = reader.answers([PRAISE, PRAISE.toUpperCase()]);
    assert.deepEqual(probabilities.subarray(0, 3), probabilities.subarray(3));
  });

  it('gives a sentence the same bits alone, in company and again', () => {
    const company = [BLAME, 'Good.', FACT, PRAISE, `${BLAME} ${BLAME} ${BLAME} ${PRAISE}`];
    const together = reader.answers(company).probabilities;
    company.forEach((text, i) => {
      assert.deepEqual(reader.answers([text]).probabilities, together.slice(3 * i, 3 * i + 3));
      assert.deepEqual(Float32Array.from(reader.read(text, null).probabilities), together.slice(3 * i, 3 * i + 3));
    });
  });

  it('leaves alone what has no words it knows: nothing, blanks, signs, other languages and scripts', () => {
    const texts = [
      ['', ' \t ', '----', '12345', '¯\\_(ツ)_/¯'],
      ['Das ist ein furchtbares Buch, und ich hasse es.', 'Este libro es horrible y no me gusta nada.'],
      ['Это ужасная книга.', 'この本はひどい。', 'هذا كتاب سيئ'],
    ].flat();
    const { labels, known } = reader.answers(texts);
    texts.forEach((text, i) => assert.equal(reader.info.labels[labels[i]!], 'neutral', text));
    assert.ok(known.slice(-3).every((share) => share === 0));
  });

  it('reads emoji alone without failing', () => {
    const { probabilities } = reader.answers(['🎉🎉🎉', '👎']);
    assert.ok(probabilities.every((p) => p >= 0 && p <= 1));
  });

  it('reads a sentence of 10,000 words by its pieces', () => {
    const long = Array<string>(10_000).fill('terrible').join(' ');
    assert.equal(labelOf(reader, long), 'negative');
  });

  it('does not hear the same words in another order as the same, the bag exactly', () => {
    const [one, other] = ['The plot is good, not bad.', 'The plot is bad, not good.'].map((text) =>
      reader.read(text, 2),
    );
    assert.deepEqual(one!.baseline, other!.baseline);
    assert.ok(Math.abs(one!.probabilities[2]! - other!.probabilities[2]!) > 0.01);
  });

  it('adds its attributions up to within 1 % for each label', () => {
    for (const text of [PRAISE, BLAME, FACT, 'good'])
      for (const explained of [0, 1, 2]) {
        const { completeness, integrated } = reader.read(text, explained);
        const [sum, difference, error] = completeness;
        assert.ok(error! <= 0.01, `${text} ${explained}: ${error}`);
        assert.equal(
          sum,
          integrated.reduce((a, b) => a + b, 0),
        );
        assert.ok(Math.abs(sum! - difference!) <= 0.01 * Math.abs(difference!));
      }
  });

  it('explains by the words that matter', () => {
    const { words, integrated, leftOut } = reader.read('I found the whole book terrible.', 0);
    const strongest = (values: Float64Array): string[] =>
      [...values.keys()]
        .sort((a, b) => values[b]! - values[a]!)
        .slice(0, 3)
        .map((t) => words[t]!);
    for (const values of [integrated, leftOut])
      assert.ok(strongest(values).includes('terrible'), strongest(values).join());
  });

  it('gives messages that the host accepts, whatever the sentence', () => {
    for (const text of ['', '👍', BLAME, Array<string>(300).fill('good').join(' ')]) {
      const reading = reader.read(text, null);
      assert.equal(readerGuards.results.read!(reading), null, text);
      const bytes = reading.frame.tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
      assert.ok(bytes <= FRAME_BYTE_LIMIT);
      if (text === BLAME) assert.equal(reading.frame.tensors.length, reading.info.schema.tensors.length);
    }
  });
});

describe('A reader', () => {
  it('says after the last word what its forward-only model says of the sentence', () => {
    const forward = tinyReader().running!;
    const reader = openReader(encodeReader(tinyReader({ reader: forward, running: null })));
    const { running, probabilities, words } = reader.read('the film is not bad !', null);
    assert.equal(running.length, words.length * 3);
    assert.deepEqual(running.slice(-3), probabilities);
  });

  it('says that only the beginning of a long sentence is explained', () => {
    const reader = openReader(encodeReader(tinyReader()));
    const { cut, words, leftOut, starts } = reader.read(Array<string>(200).fill('good').join(' '), null);
    assert.deepEqual([cut, words.length, leftOut.length, starts.length], [true, 60, 60, 60]);
    assert.equal(reader.read('good film', null).cut, false);
  });

  it('knows what each word left out takes away', () => {
    const reader = openReader(encodeReader(tinyReader()));
    const whole = reader.read('the film is bad', 0);
    const without = reader.read('the is bad', 0);
    const fall = Math.log(whole.probabilities[0]!) - Math.log(without.probabilities[0]!);
    assert.ok(Math.abs(whole.leftOut[1]! - fall) < 1e-5);
  });

  it('without a neutral label answers what it cannot read with no label more than another', () => {
    const reader = openReader(encodeReader(tinyReader({ neutral: -1 })));
    assert.deepEqual([...reader.answers(['']).probabilities], [1 / 3, 1 / 3, 1 / 3].map(Math.fround));
  });

  it('has no baseline when its file holds none', () => {
    const reader = openReader(encodeReader(tinyReader({ bag: null })));
    assert.equal(reader.read('good film', null).baseline.length, 0);
  });

  it('refuses to explain a label that it does not have', () => {
    const reader = openReader(encodeReader(tinyReader()));
    assert.throws(() => reader.read('good', 3), RangeError);
  });
});
