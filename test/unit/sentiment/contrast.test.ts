import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { KINDS, readContrast } from '../../../bench/sentiment/contrast';
import { Generator } from '../../../src/engine/generator';
import { fingerprint } from '../../../src/sentiment/train/datasets.node';
import { grammarSentences } from '../../../src/sentiment/train/grammar';
import { wordFormsOf } from '../../../src/text/wordForms';

const pairs = readContrast();
const texts = (pair: (typeof pairs)[number]): [string, string] => [pair.sides[0].text, pair.sides[1].text];
const wordsOf = (text: string): string[] => wordFormsOf(text).map((word) => word.text);

describe('contrast set', () => {
  it('has at least two hundred pairs, at least thirty of each kind', () => {
    assert.ok(pairs.length >= 200, String(pairs.length));
    for (const kind of KINDS) assert.ok(pairs.filter((pair) => pair.kind === kind).length >= 30, kind);
    assert.deepEqual([...new Set(pairs.map(({ kind }) => kind))], [...KINDS]);
  });

  it('has the columns it names, and no others', () => {
    const [header, ...lines] = readFileSync('test/corpus/contrast.tsv', 'utf8').trimEnd().split('\n');
    assert.equal(header, 'kind\thard\tlabelA\ttextA\tlabelB\ttextB');
    for (const line of lines) assert.match(line, /^[a-z]+\t[01](?:\t(?:negative|positive)\t[^\t]+){2}$/);
  });

  it('holds no sentence twice', () => {
    const all = pairs.flatMap(texts).map((text) => text.toLowerCase());
    assert.deepEqual(
      all.filter((text, i) => all.indexOf(text) !== i),
      [],
    );
  });

  it('labels the two sides of a pair differently, and each side first about as often', () => {
    for (const { sides } of pairs) assert.notEqual(sides[0].label, sides[1].label, sides[0].text);
    const positiveFirst = pairs.filter(({ sides }) => sides[0].label === 'positive').length;
    assert.ok(Math.abs(positiveFirst / pairs.length - 0.5) < 0.05, String(positiveFirst));
  });

  it('marks sarcasm as hard, and nothing else', () => {
    for (const { kind, hard, sides } of pairs) assert.equal(hard, kind === 'sarcasm', sides[0].text);
  });

  it('holds at least forty pairs of order, and these are the same words in another order', () => {
    const orders = pairs.filter(({ kind }) => kind === 'order');
    assert.ok(orders.length >= 40, String(orders.length));
    for (const pair of orders) {
      const [a, b] = texts(pair).map(wordsOf) as [string[], string[]];
      assert.deepEqual([...a].sort(), [...b].sort(), pair.sides[0].text);
      assert.notDeepEqual(a, b);
    }
  });

  it('holds no sentence of the grammar the reader learns from', () => {
    const written = new Set(grammarSentences(100_000, new Generator(1)).map(({ text }) => spelledOut(text)));
    assert.deepEqual(
      pairs.flatMap(texts).filter((text) => written.has(spelledOut(text))),
      [],
    );
  }).timeout(60_000);

  describe('read by the shipped model', function () {
    const file = 'media/sentiment.safetensors';
    const orders = pairs.filter(({ kind }) => kind === 'order').flatMap(texts);

    before(function () {
      if (existsSync(file)) return;
      console.log(`      skipped: no ${file}`);
      this.skip();
    });

    it('is the same to a bag of words, to the last bit, in either order', async () => {
      const { bag } = await import('../../../bench/sentiment/reader');
      const scores = rowsOf(bag(file).scores(orders));
      for (let i = 0; i < orders.length; i += 2) assert.deepEqual(scores[i], scores[i + 1], orders[i]);
    });

    it('differs by order to the recurrent network', async () => {
      const { unroll } = await import('../../../bench/sentiment/reader');
      const scores = rowsOf(unroll(file).scores(orders));
      for (let i = 0; i < orders.length; i += 2) assert.notDeepEqual(scores[i], scores[i + 1], orders[i]);
    });
  });
});

/** Words without contractions and marks: "It isn't." is "it is not". */
function spelledOut(text: string): string {
  return fingerprint(text.replace(/n['’]t\b/gi, ' not').replace(/['’]s\b/gi, ' is'));
}

function rowsOf(scores: ArrayLike<number>): number[][] {
  const all = Array.from(scores);
  return Array.from({ length: all.length / 3 }, (_, i) => all.slice(3 * i, 3 * i + 3));
}
